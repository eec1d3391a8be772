import type { Making, Said, Situation } from './situation.js';
import { saidText } from './situation.js';

/** A situation, and what supops said about it. */
export interface Scored {
  readonly situation: Situation;
  readonly how: Making;
  /** Absent if it could not be made at all. */
  readonly said?: Said;
}

/** True if supops said exactly what it must. */
export const isRight = ({ situation, said }: Scored): boolean => said !== undefined && saidText(said) === saidText(situation);

const HEADINGS = ['situation', 'how', 'expected', 'got', 'ok'] as const;

/** The score as a table, and in one line. */
export function scoreTable(all: readonly Scored[]): string {
  const rows = all.map((scored) => [
    scored.situation.name,
    scored.how,
    oneLine(scored.situation),
    scored.said === undefined ? 'not made' : isRight(scored) ? 'as expected' : oneLine(scored.said),
    isRight(scored) ? 'yes' : 'NO',
  ]);
  const lines = [HEADINGS, HEADINGS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const right = all.filter(isRight).length;
  const percent = all.length === 0 ? 0 : (100 * right) / all.length;
  return [...lines, '', `${right} of ${all.length} right: ${percent.toFixed(1)} %`].join('\n');
}

const oneLine = (said: Said): string => saidText(said).replaceAll('\n', ', ').replace(', ', ': ');
