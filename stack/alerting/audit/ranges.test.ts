import { expect, test } from 'vitest';
import { rangesIn } from './ranges.js';

test('finds range selectors with their places, and leaves subqueries out', () => {
  expect(rangesIn('rate(a[5m]) > max_over_time(b{x="[1m]"}[30s]) + max_over_time(c[1h:1m])')).toEqual([
    { offset: 5, text: 'a[5m]', ms: 300_000 },
    { offset: 28, text: 'b{x="[1m]"}[30s]', ms: 30_000 },
  ]);
  expect(rangesIn('rate(a[')).toEqual([]);
});
