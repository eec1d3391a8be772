import { expect, test } from 'vitest';
import type { SeriesSummary } from '../../scenarios/series/summary.js';
import { seriesText } from './series.js';

const run = (scenario: string, outcome: 'passed' | 'failed') => ({
  run: 'r',
  scenario,
  outcome,
  exitCode: 0,
  startedAt: '',
  durationMs: 1,
  report: 'report.md',
});
const times = (count: number, ...[minMs = 0, medianMs = 0, maxMs = 0]: readonly number[]) => ({
  count,
  minMs,
  medianMs,
  maxMs,
});
const BASE = { schema: 1, stack: 'shop', exitCode: 0 } as const;

test('repeated runs show how their times are distributed', () => {
  const summary: SeriesSummary = {
    ...BASE,
    planned: 5,
    runs: [...Array.from({ length: 4 }, () => run('db-down', 'passed')), run('db-down', 'failed')],
    scenarios: [
      {
        scenario: 'db-down',
        runs: 5,
        outcomes: { passed: 4, failed: 1 },
        durationMs: times(5, 1, 28_000, 3),
        expectations: [
          {
            alert: 'DatabaseDown',
            until: 'notified',
            timeMs: { ...times(5, 1_900, 2_200, 3_000), p95Ms: 3_000 },
            floorMs: 1_000,
            ceilingMs: 6_000,
          },
          { alert: 'ApiErrorRateHigh', until: 'firing', timeMs: times(2, 900, 950, 1_000), floorMs: 1_000, ceilingMs: 9_000 },
          { alert: 'Never', until: 'firing', floorMs: 1_000, ceilingMs: 9_000 },
        ],
      },
    ],
  };
  expect(seriesText(summary)).toBe(`5 runs on stack shop: 4 passed, 1 failed

SCENARIO  OUTCOME             TOOK    ALERT                      MIN     MEDIAN  P95    MAX    FLOOR  CEILING
db-down   4 passed, 1 failed  28.0 s  DatabaseDown               1.9 s   2.2 s   3.0 s  3.0 s  1.0 s  6.0 s
                                      ApiErrorRateHigh (firing)  900 ms  950 ms  -      1.0 s  1.0 s  9.0 s
                                      Never                      -       -       -      -      1.0 s  9.0 s
`);
});

test('several scenarios once each show one time; a series that ended early says so', () => {
  const summary: SeriesSummary = {
    ...BASE,
    planned: 3,
    runs: [run('db-down', 'passed'), run('quiet', 'failed')],
    scenarios: [
      {
        scenario: 'db-down',
        runs: 1,
        outcomes: { passed: 1 },
        durationMs: times(1, 0, 28_000),
        expectations: [
          { alert: 'DatabaseDown', until: 'notified', timeMs: times(1, 0, 2_200), floorMs: 1_000, ceilingMs: 6_000 },
        ],
      },
      { scenario: 'quiet', runs: 1, outcomes: { failed: 1 }, durationMs: times(1, 0, 9_000), expectations: [] },
    ],
  };
  expect(seriesText(summary)).toBe(`2 of 3 runs on stack shop: 1 passed, 1 failed

SCENARIO  OUTCOME  TOOK    ALERT         NOTIFIED  FLOOR  CEILING
db-down   passed   28.0 s  DatabaseDown  2.2 s     1.0 s  6.0 s
quiet     failed   9.0 s
`);
});

test('a series without a run says so', () => {
  expect(seriesText({ ...BASE, planned: 2, runs: [], scenarios: [] })).toBe('0 of 2 runs on stack shop\n');
});
