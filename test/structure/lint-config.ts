import type { Wall } from './walls.js';

/** What the linter's configuration says of one set of files. */
interface Override {
  readonly includes: readonly string[];
  readonly linter: { readonly rules: Record<string, Record<string, unknown>> };
}

const forbidding = (includes: string, walls: readonly Wall[]): Override => ({
  includes: [includes],
  linter: {
    rules: {
      style: {
        noRestrictedImports: {
          level: 'error',
          options: { patterns: walls.map(({ forbids, message }) => ({ group: forbids, message })) },
        },
      },
    },
  },
});

const EVERYWHERE = '**';

const contains = (glob: string, place: string) =>
  glob === place || glob === EVERYWHERE || (glob.endsWith('/**') && place.startsWith(glob.slice(0, -2)));

const holds = ({ within = [EVERYWHERE], except = [] }: Wall, place: string) =>
  within.some((glob) => contains(glob, place)) && !except.some((glob) => contains(glob, place));

/**
 * The overrides with which the linter holds `walls`. Of all overrides that match a file only the last one counts, whole: so each place where
 * anything differs gets one with every wall that holds there, sub-folders after folders.
 */
export function lintOverrides(walls: readonly Wall[]): readonly Override[] {
  const places = new Set([EVERYWHERE, ...walls.flatMap(({ within = [], except = [] }) => [...within, ...except])]);
  return [...places]
    .toSorted((a, b) => a.length - b.length)
    .map((place) =>
      forbidding(
        place,
        walls.filter((wall) => holds(wall, place)),
      ),
    );
}

/** The overrides as a file that the linter's configuration extends: one line for each wall, so that a diff can be read. */
export const formatLintConfig = (overrides: readonly Override[]): string => {
  const lines = overrides.map((override) => JSON.stringify(override).replaceAll('{"group"', '\n    {"group"'));
  return `{ "overrides": [\n  ${lines.join(',\n  ')}\n] }\n`;
};
