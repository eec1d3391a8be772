import { describe, expect, it } from 'vitest';
import { makeTally, type Outcome, summarize } from './tally.js';

const answer = (durationMs: number, status = 200): Outcome => ({ kind: 'answer', status, durationMs });

describe('summarize', () => {
  it('counts failed and slow requests, a time-out as both and a broken connection in no percentile', () => {
    const outcomes: Outcome[] = [
      answer(10),
      answer(20),
      answer(1_001, 503),
      answer(30, 404),
      { kind: 'timeout', durationMs: 2_000 },
      { kind: 'broken' },
    ];
    expect(summarize(5, outcomes)).toEqual({
      second: 5,
      requests: 6,
      failed: 3,
      slow: 2,
      p50Ms: 30,
      p95Ms: 2_000,
      maxMs: 2_000,
    });
  });

  it('knows no durations when nothing answered', () => {
    expect(summarize(5, [{ kind: 'broken' }])).toMatchObject({ failed: 1, slow: 0, p50Ms: 0, p95Ms: 0, maxMs: 0 });
  });

  it('takes the smallest value that 95 of 100 do not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => answer(i + 1));
    expect(summarize(5, hundred)).toMatchObject({ p50Ms: 50, p95Ms: 95, maxMs: 100 });
  });
});

describe('makeTally', () => {
  it('gives whole seconds only, after the one that is asked for', () => {
    let now = 10_000;
    const tally = makeTally(() => now);
    tally.add(answer(1));
    now = 10_999;
    tally.add(answer(2));
    expect(tally.records(0)).toEqual([]);
    now = 11_000;
    expect(tally.records(0).map(({ second, requests }) => [second, requests])).toEqual([[10, 2]]);
    expect(tally.records(10)).toEqual([]);
  });

  it('forgets what is older than 30 minutes', () => {
    let now = 0;
    const tally = makeTally(() => now);
    for (let second = 0; second < 2_000; second += 1) {
      now = second * 1_000;
      tally.add(answer(1));
    }
    const seconds = tally.records(0).map(({ second }) => second);
    expect([seconds[0], seconds.at(-1)]).toEqual([199, 1_998]);
  });
});
