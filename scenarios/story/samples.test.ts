import { expect, test } from 'vitest';
import { at, journalOf, type Timed } from '../testing/journals.js';
import { ruleSamples } from './samples.js';

const series = (name: string, ...points: readonly (readonly [seconds: number, value: number])[]): Timed => [
  30,
  {
    type: 'series',
    name,
    query: `${name}[60s]`,
    unit: '',
    series: [{ labels: {}, points: points.map(([seconds, value]) => [at(seconds), value] as const) }],
  },
];

test('a gauge is bad from the first sample that differs, and good again from the first that is as before', () => {
  const samples = ruleSamples(
    'mysql_up == 0',
    journalOf([series('mysql_up', [-1, 1], [-0.1, 1], [0.9, 0], [9.9, 0], [10.9, 1])]),
  );
  expect(samples.firstBad(at(0))).toBe(at(0.9));
  expect(samples.firstGood(at(0), at(10))).toBe(at(10.9));
});

test('for a counter the first sample after the event counts', () => {
  const selector = 'http_requests_total{status="5xx"}';
  const samples = ruleSamples(
    `rate(${selector}[1m]) > 1`,
    journalOf([series(selector, [-0.5, 7], [0.5, 7], [1.5, 12], [9.5, 90], [10.5, 90])]),
  );
  expect(samples.firstBad(at(0))).toBe(at(0.5));
  expect(samples.firstGood(at(0), at(10))).toBe(at(10.5));
});

test('series that never changed, that the rule does not read, or that are absent show nothing', () => {
  const lines = journalOf([series('up', [-1, 1], [1, 1]), series('other', [-1, 1], [1, 0])]);
  expect(ruleSamples('up == 0', lines).firstBad(at(0))).toBeUndefined();
  expect(ruleSamples('gone == 0', lines).firstBad(at(0))).toBeUndefined();
});
