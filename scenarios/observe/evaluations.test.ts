import { expect, test } from 'vitest';
import { longestGap, trackEvaluations } from './evaluations.js';
import type { RuleState } from './prometheus.js';

const rule = (group: string, name: string, lastEvaluation: number) => ({ group, name, lastEvaluation }) as RuleState;

test('the longest gap counts the ends of the window', () => {
  expect(longestGap([100, 200, 350], { from: 0, to: 400 })).toBe(150);
  expect(longestGap([100], { from: 0, to: 400 })).toBe(300);
  expect(longestGap([], { from: 0, to: 400 })).toBe(400);
});

test('a group that was not evaluated for a while is noticed, whatever the names of its alerts', () => {
  const track = trackEvaluations(new Set(['Mine']));
  for (const at of [1_000, 2_000, 3_000, 7_000, 8_000])
    track.saw([rule('g', 'Mine', at), rule('other', 'Else', at === 1_000 ? at : 0)]);
  expect(track.longestGapMs(1_000, 8_000)).toBe(4_000);
  expect(track.longestGapMs(7_000, 8_000)).toBe(1_000);
});

test('without any evaluation nothing is known', () => {
  expect(trackEvaluations(new Set()).longestGapMs(0, 1_000)).toBeUndefined();
});
