import { expect, test } from 'vitest';
import { gapsBetween, shortestGaps, trackEvaluations } from './evaluations.js';
import type { RuleState } from './prometheus.js';

const rule = (group: string, name: string, lastEvaluation: number) => ({ group, name, lastEvaluation }) as RuleState;

test('gaps count the ends of the window', () => {
  expect(gapsBetween([100, 200, 350], { from: 0, to: 400 }, 99)).toEqual([
    { from: 0, to: 100 },
    { from: 100, to: 200 },
    { from: 200, to: 350 },
  ]);
  expect(gapsBetween([100], { from: 0, to: 400 }, 100)).toEqual([{ from: 100, to: 400 }]);
  expect(gapsBetween([], { from: 0, to: 400 }, 100)).toEqual([{ from: 0, to: 400 }]);
});

test('of several accounts the one that missed least counts', () => {
  const [long, short] = [[{ from: 0, to: 400 }], [{ from: 100, to: 200 }]];
  expect(shortestGaps([long, short])).toBe(short);
  expect(shortestGaps([long, [], short])).toEqual([]);
  expect(shortestGaps([])).toBeUndefined();
});

test('a group that was not evaluated for a while is noticed, whatever the names of its alerts', () => {
  const track = trackEvaluations(new Set(['Mine']));
  for (const at of [1_000, 2_000, 3_000, 7_000, 8_000])
    track.saw([rule('g', 'Mine', at), rule('other', 'Else', at === 1_000 ? at : 0)]);
  expect(track.gaps({ from: 1_000, to: 8_000 }, 2_500)).toEqual([{ from: 3_000, to: 7_000 }]);
  expect(track.gaps({ from: 7_000, to: 8_000 }, 2_500)).toEqual([]);
});

test('without any evaluation nothing is known', () => {
  expect(trackEvaluations(new Set()).gaps({ from: 0, to: 1_000 }, 100)).toBeUndefined();
});
