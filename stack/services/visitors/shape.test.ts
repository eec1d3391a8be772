import { expect, test } from 'vitest';
import type { LoadShape } from '../contracts.js';
import { rateAt, shapeProblem } from './shape.js';

const rates = (shape: LoadShape | undefined) =>
  [0, 999, 1_000, 2_000, 2_999, 3_000, 60_000].map((now) => rateAt({ rate: 10, ...(shape && { shape }) }, now));

test('without a shape the rate is steady', () => {
  expect(rates(undefined)).toEqual([10, 10, 10, 10, 10, 10, 10]);
});

test('a step stays', () => {
  expect(rates({ kind: 'step', to: 2, from: 1_000 })).toEqual([10, 10, 2, 2, 2, 2, 2]);
});

test('a ramp goes evenly to its rate, up or down, and stays there', () => {
  expect(rates({ kind: 'ramp', to: 50, from: 1_000, until: 3_000 })).toEqual([10, 10, 10, 30, expect.closeTo(49.98), 50, 50]);
  expect(rates({ kind: 'ramp', to: 0, from: 1_000, until: 3_000 })).toEqual([10, 10, 10, 5, expect.closeTo(0.005), 0, 0]);
});

test('a spike ends', () => {
  expect(rates({ kind: 'spike', to: 50, from: 1_000, until: 3_000 })).toEqual([10, 10, 50, 50, 50, 10, 10]);
});

const isRate = (value: unknown) => typeof value === 'number' && value <= 200;

test.each([
  ['spike', 'shape must be an object'],
  [null, 'shape must be an object'],
  [{ kind: 'wave', to: 5, from: 1 }, 'the kind of shape must be step, ramp or spike'],
  [{ kind: 'step', to: 5, from: 1, at: 5 }, 'unknown in shape: at'],
  [{ kind: 'step', to: 201, from: 1 }, 'the to of shape must be a rate'],
  [{ kind: 'step', to: 5 }, 'the from of shape must be a moment in ms'],
  [{ kind: 'step', to: 5, from: 1, until: 2 }, 'a step has no until'],
  [{ kind: 'ramp', to: 5, from: 1 }, 'the until of a ramp must be a moment in ms, after from'],
  [{ kind: 'spike', to: 5, from: 1, until: 1 }, 'the until of a spike must be a moment in ms, after from'],
  [{ kind: 'spike', to: 5, from: 1, until: 2 }, undefined],
])('the shape %j: %s', (shape, problem) => {
  expect(shapeProblem(shape, isRate)).toBe(problem);
});
