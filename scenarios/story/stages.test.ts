import { describe, expect, test } from 'vitest';
import { detectionStages, recoveryStages } from './stages.js';

const text = (stages: ReturnType<typeof detectionStages>) => stages.map(({ from, to, ms }) => `${from} → ${to}: ${ms}`);

describe('the stages of detection', () => {
  const moments = {
    injectedAt: 1_000,
    firstBadAt: 1_400,
    pendingAt: 2_000,
    firingAt: 3_000,
    receivedAt: 3_050,
    notifiedAt: 4_000,
  };

  test('add up to the time from the fault to the message', () => {
    const stages = detectionStages(moments, undefined);
    expect(text(stages)).toEqual([
      'injected → first bad sample: 400',
      'first bad sample → pending: 600',
      'pending → firing: 1000',
      'firing → received: 50',
      'received → notified: 950',
    ]);
    expect(stages.reduce((sum, { ms }) => sum + ms, 0)).toBe(3_000);
  });

  test('leave out an unknown first bad sample, and end at what did not happen', () => {
    const { firstBadAt: _unknown, receivedAt: _none, notifiedAt: _never, ...rest } = moments;
    expect(text(detectionStages(rest, undefined))).toEqual(['injected → pending: 1000', 'pending → firing: 1000']);
  });

  test('are clipped if a poll saw a state later than the message that it caused', () => {
    expect(text(detectionStages({ ...moments, receivedAt: 4_300 }, undefined)).slice(-2)).toEqual([
      'firing → received: 1000',
      'received → notified: 0',
    ]);
  });

  test('carry what the configuration allows: a scrape for the sample, the remainder for the rest', () => {
    const parts = {
      scrapeMs: 15,
      evaluationMs: 10,
      holdMs: 60,
      windowFillMs: 5,
      groupWaitMs: 20,
      groupIntervalMs: 300,
      deliveryMs: 1,
    };
    const bounds = { floorMs: 65, ceilingMs: 391, parts };
    const stages = detectionStages(moments, { inForce: bounds, production: bounds });
    expect(stages.map(({ inForce }) => inForce && [inForce.floorMs, inForce.ceilingMs])).toEqual([
      [0, 15],
      [5, 15],
      [60, 60],
      undefined,
      [0, 301],
    ]);
    expect(stages.reduce((sum, { inForce }) => sum + (inForce?.ceilingMs ?? 0), 0)).toBe(391);
  });
});

test('the recovery goes from the repair via the first good sample to the message about the resolution', () => {
  const moments = { undoneAt: 10_000, firstGoodAt: 10_700, resolvedAt: 15_000, notifiedAt: 16_500 };
  expect(text(recoveryStages(moments, undefined))).toEqual([
    'undone → first good sample: 700',
    'first good sample → resolved: 4300',
    'resolved → resolution notified: 1500',
  ]);
});
