import { expect, it } from 'vitest';
import { count, offset, percent, utc } from './figures.js';

it('never rounds a share up to all or down to none', () => {
  expect([
    percent(0, 0),
    percent(0, 7),
    percent(7, 7),
    percent(1, 3),
    percent(999_999, 1_000_000),
    percent(1, 1_000_000),
  ]).toEqual(['–', '0 %', '100 %', '33.33 %', '> 99.99 %', '< 0.01 %']);
});

it('writes moments in UTC and offsets in seconds, both with milliseconds', () => {
  expect(utc(Date.UTC(2026, 10, 22, 22, 30, 15, 7))).toBe('2026-11-22 22:30:15.007 UTC');
  expect([offset(0), offset(1_204.4), offset(-80)]).toEqual(['+0.000 s', '+1.204 s', '−0.080 s']);
});

it('counts one and many', () => {
  expect([count(1, 'request'), count(2, 'request'), count(0, 'series', 'series')]).toEqual([
    '1 request',
    '2 requests',
    '0 series',
  ]);
});
