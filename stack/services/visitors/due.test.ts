import { expect, test } from 'vitest';
import type { Load } from '../contracts.js';
import { makeDue } from './due.js';

const base: Load = { rate: 5, paths: ['/a', '/b'], endsAt: 60_000 };

/** How often each path is requested in each second, asked every 200 ms. */
function seconds(load: Load, count: number): readonly Record<string, number>[] {
  let now = 0;
  const due = makeDue(() => now);
  return Array.from({ length: count }, () => {
    const requested: Record<string, number> = {};
    for (let tick = 0; tick < 5; tick += 1) {
      now += 200;
      for (const path of due(load, now)) requested[path] = (requested[path] ?? 0) + 1;
    }
    return requested;
  });
}

test('the paths of a load are requested in turn, at its rate, as long as it lives', () => {
  expect(seconds({ ...base, rate: 4, endsAt: 2_001 }, 3)).toEqual([{ '/a': 2, '/b': 2 }, { '/a': 2, '/b': 2 }, {}]);
});

test('the rate follows the shape', () => {
  const shape = { kind: 'spike', to: 25, from: 1_100, until: 2_100 } as const;
  const sums = seconds({ ...base, shape }, 4).map((requested) => Object.values(requested).reduce((sum, n) => sum + n, 0));
  expect(sums).toEqual([5, 25, 5, 5]);
});

test('some paths are requested once in a while, in addition', () => {
  const also = [{ path: '/report', everyMs: 2_000 }];
  // Counted from when they were first seen, at 0.2 s.
  expect(seconds({ ...base, also, rate: 2 }, 5)).toEqual([
    { '/a': 1, '/b': 1 },
    { '/a': 1, '/b': 1 },
    { '/a': 1, '/b': 1, '/report': 1 },
    { '/a': 1, '/b': 1 },
    { '/a': 1, '/b': 1, '/report': 1 },
  ]);
});
