import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { type Mutation, textMutation } from './text-mutations.js';

/** Values of every type, in sizes that nobody expects. */
const value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    '',
    ' ',
    '{{',
    'all',
    '0s',
    '-5m',
    '1e9d',
  ),
  fc.constantFrom<unknown>([], {}, [[]], [{}], { a: { b: { c: [] } } }, 'x'.repeat(100_000), nested(50), nested(120)),
  fc.constantFrom<unknown>(
    Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`key-${i}`, i])),
    Array(5_000).fill('x'),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.date({ noInvalidDate: true }),
);

function nested(depth: number): unknown {
  return depth === 0 ? 'bottom' : { deeper: nested(depth - 1) };
}

const change = fc.constantFrom('replace', 'remove', 'rename', 'wrap', 'unwrap', 'copy');

/** One node of a YAML file is replaced by something of another type, removed, renamed, wrapped, unwrapped or copied elsewhere. */
const node = fc.tuple(fc.nat(), fc.nat(), change, value).map(([which, other, how, by]): Mutation => {
  return (text) => {
    const root = readable(text);
    const places = placesIn(root);
    const place = places[which % Math.max(1, places.length)];
    const elsewhere = places[other % Math.max(1, places.length)];
    if (place === undefined || elsewhere === undefined) return text;
    const { parent, key } = place;
    const old = parent[key];
    if (how === 'replace') parent[key] = by;
    if (how === 'wrap') parent[key] = which % 2 === 0 ? [old] : { old };
    if (how === 'unwrap') parent[key] = typeof old === 'object' && old !== null ? Object.values(old)[0] : [old];
    if (how === 'copy') elsewhere.parent[elsewhere.key] = structuredClone(old);
    if (how === 'remove' || how === 'rename') delete parent[key];
    if (how === 'rename') parent[`${key}s`] = old;
    return stringify(root, { aliasDuplicateObjects: false });
  };
});

interface Place {
  readonly parent: Record<string, unknown>;
  readonly key: string;
}

// What is broken already stays as it is.
function readable(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

function placesIn(value: unknown, most = 2_000): readonly Place[] {
  if (typeof value !== 'object' || value === null || most <= 0) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent)
    .slice(0, 50)
    .flatMap((key) => [{ parent, key }, ...placesIn(parent[key], most / 2)]);
}

/** One of the files, changed in one to four ways. */
export const mutatedYaml = (files: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...files), fc.array(fc.oneof(node, textMutation), { minLength: 1, maxLength: 4 }))
    .map(([text, mutations]) => mutations.reduce((mutated, mutate) => mutate(mutated), text));
