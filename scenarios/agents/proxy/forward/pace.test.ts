import { expect, test } from 'vitest';
import { createPace, piecesOf } from './pace.js';

test('bytes pass one after another, whoever they belong to, and a pause is not saved up', () => {
  const pace = createPace(1_000);
  expect([pace(500, 0), pace(500, 0), pace(100, 5_000)]).toEqual([500, 1_000, 5_100]);
});

test('a chunk is cut into what a twentieth of a second carries, and never smaller than a packet', () => {
  const chunk = Buffer.alloc(10_000);
  expect(piecesOf(chunk, 100_000).map(({ length }) => length)).toEqual([5_000, 5_000]);
  expect(piecesOf(chunk, 1_000)).toHaveLength(8);
  expect(piecesOf(chunk, undefined)).toEqual([chunk]);
});
