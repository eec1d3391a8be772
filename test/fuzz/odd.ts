import fc from 'fast-check';

/** Values that are valid JSON and unlike every real one. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    -1,
    1e300,
    0.5,
    '',
    '<b>|`*',
    '\u202E',
    '|'.repeat(500),
    [],
    {},
    null,
    true,
    '1970-01-01T00:00:00Z',
  ),
  fc.constantFrom<unknown>('NaN', 'yesterday', '0001-01-01T00:00:00Z', '99999-01-01T00:00:00Z', [[]], [null], {
    __proto__: null,
  }),
);

/** Where in a value: each number chooses among the keys of the next level, zero depth replaces the whole. */
export type Way = readonly number[];
export const way: fc.Arbitrary<Way> = fc.array(fc.nat({ max: 20 }), { maxLength: 8 });

/** The value with an odd one at the end of the way. */
export function withOdd(value: unknown, [turn, ...rest]: Way, odd: unknown): unknown {
  if (turn === undefined || typeof value !== 'object' || value === null) return odd;
  const keys = Object.keys(value);
  const key = keys[turn % Math.max(1, keys.length)];
  if (key === undefined) return odd;
  const changed = withOdd((value as Record<string, unknown>)[key], rest, odd);
  return Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed };
}
