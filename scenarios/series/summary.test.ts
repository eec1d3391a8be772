import { describe, expect, it } from 'vitest';
import type { Detection, RunResult } from '../judge/result.js';
import { distributionOf } from './distribution.js';
import { summarise } from './summary.js';

describe('a distribution', () => {
  it('has a median between two values, and a 95th percentile from five values on', () => {
    expect(distributionOf([])).toBeUndefined();
    expect(distributionOf([30])).toEqual({ count: 1, minMs: 30, medianMs: 30, maxMs: 30 });
    expect(distributionOf([40, 10, 20, 30])).toEqual({ count: 4, minMs: 10, medianMs: 25, maxMs: 40 });
    expect(distributionOf([5, 4, 3, 2, 1])).toEqual({ count: 5, minMs: 1, medianMs: 3, p95Ms: 5, maxMs: 5 });
    const twenty = Array.from({ length: 20 }, (_, i) => i + 1);
    expect(distributionOf(twenty)).toMatchObject({ medianMs: 11, p95Ms: 19, maxMs: 20 });
  });
});

const result = (run: string, more: Partial<RunResult> = {}, ...detection: readonly Partial<Detection>[]): RunResult => ({
  schema: 1,
  run,
  scenario: 'db-down',
  stack: 'shop',
  speed: 60,
  outcome: 'passed',
  exitCode: 0,
  startedAt: '2026-11-22T22:00:00.000Z',
  endedAt: '2026-11-22T22:00:30.000Z',
  durationMs: 30_000,
  verdicts: [],
  findings: [],
  detection: detection.map((one) => ({ alert: 'DatabaseDown', floorMs: 1_000, ceilingMs: 6_000, ...one })),
  files: { report: `/runs/${run}/report.md`, journal: '', run: '' },
  ...more,
});
const summary = (...results: readonly RunResult[]) => summarise({ stack: 'shop', planned: 3, results });

describe('the summary of a series', () => {
  it('counts outcomes and measures times by scenario', () => {
    const cache = { scenario: 'cache-down', durationMs: 20_000, outcome: 'failed', exitCode: 1 } as const;
    expect(
      summary(
        result('a', {}, { notifiedMs: 3_000, firingMs: 2_000 }, { alert: 'ApiErrorRateHigh', firingMs: 4_000 }),
        result('b', cache, { alert: 'CacheDown' }),
        result('c', { durationMs: 34_000 }, { notifiedMs: 4_000, floorMs: 900 }),
      ),
    ).toEqual({
      schema: 1,
      stack: 'shop',
      planned: 3,
      exitCode: 1,
      runs: [
        expect.objectContaining({ run: 'a', scenario: 'db-down', outcome: 'passed', report: '/runs/a/report.md' }),
        expect.objectContaining({ run: 'b', scenario: 'cache-down', outcome: 'failed', exitCode: 1 }),
        expect.objectContaining({ run: 'c' }),
      ],
      scenarios: [
        {
          scenario: 'db-down',
          runs: 2,
          outcomes: { passed: 2 },
          durationMs: { count: 2, minMs: 30_000, medianMs: 32_000, maxMs: 34_000 },
          expectations: [
            {
              alert: 'DatabaseDown',
              until: 'notified',
              timeMs: { count: 2, minMs: 3_000, medianMs: 3_500, maxMs: 4_000 },
              floorMs: 900,
              ceilingMs: 6_000,
            },
            {
              alert: 'ApiErrorRateHigh',
              until: 'firing',
              timeMs: { count: 1, minMs: 4_000, medianMs: 4_000, maxMs: 4_000 },
              floorMs: 1_000,
              ceilingMs: 6_000,
            },
          ],
        },
        {
          scenario: 'cache-down',
          runs: 1,
          outcomes: { failed: 1 },
          durationMs: { count: 1, minMs: 20_000, medianMs: 20_000, maxMs: 20_000 },
          expectations: [{ alert: 'CacheDown', until: 'firing', floorMs: 1_000, ceilingMs: 6_000 }],
        },
      ],
    });
  });

  it('does not take firing for the time to notify in a run whose message did not arrive', () => {
    const runs = [result('a', {}, { notifiedMs: 3_000, firingMs: 2_000 }), result('b', {}, { firingMs: 1_500 })];
    expect(summary(...runs).scenarios[0]?.expectations[0]?.timeMs).toMatchObject({ count: 1, minMs: 3_000 });
  });

  it('has the exit code that is the worst by the precedence, not by its number', () => {
    const ended = (exitCode: number) => result(`${exitCode}`, { exitCode });
    expect(summary(ended(0), ended(7), ended(1)).exitCode).toBe(7);
    expect(summary(ended(9), ended(130), ended(7)).exitCode).toBe(130);
    expect(summary(ended(0)).exitCode).toBe(0);
  });

  it('of a series that an error ended has what took place, and the error', () => {
    const error = { code: 'run-active', message: 'held', exitCode: 4 } as const;
    expect(summarise({ stack: 'shop', planned: 3, results: [result('a')], error })).toMatchObject({
      planned: 3,
      exitCode: 4,
      runs: [{ run: 'a' }],
      error,
    });
    expect(summarise({ stack: 'shop', planned: 3, results: [], error })).toMatchObject({ exitCode: 4, scenarios: [] });
  });
});
