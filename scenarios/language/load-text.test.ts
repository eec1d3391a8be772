import { expect, test } from 'vitest';
import { isOrdinary, loadText } from './load-text.js';

const also = [{ path: '/api/reports/sales', everyMs: 5_000 }];

test.each([
  [{ rate: 10, paths: [] }, '10 requests per second'],
  [{ rate: 1, paths: ['/', '/api/products'] }, '1 request per second to /, /api/products'],
  [{ rate: 10, paths: [], shape: { kind: 'step', to: 0, atMs: 0 } }, '10 requests per second, 0 from 0 ms of the timeline on'],
  [
    { rate: 10, paths: [], shape: { kind: 'ramp', to: 50, atMs: 5_000, forMs: 20_000 } },
    '10 requests per second, evenly to 50 from 5.0 s to 25.0 s of the timeline',
  ],
  [
    { rate: 10, paths: [], shape: { kind: 'spike', to: 50, atMs: 5_000, forMs: 10_000 }, also },
    '10 requests per second, 50 from 5.0 s to 15.0 s of the timeline; /api/reports/sales every 5.0 s',
  ],
] as const)('a load in words: %j', (load, text) => {
  expect(loadText(load)).toBe(text);
});

test('the visitors’ own load is told from any other', () => {
  expect(isOrdinary({ rate: 10, paths: [] })).toBe(true);
  expect(isOrdinary({ rate: 11, paths: [] })).toBe(false);
  expect(isOrdinary({ rate: 10, paths: ['/'] })).toBe(false);
  expect(isOrdinary({ rate: 10, paths: [], also })).toBe(false);
  expect(isOrdinary({ rate: 10, paths: [], shape: { kind: 'step', to: 5, atMs: 0 } })).toBe(false);
});
