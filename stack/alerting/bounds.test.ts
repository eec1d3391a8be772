import { describe, expect, it } from 'vitest';
import { detectionBounds, holdOf, resolutionBounds } from './bounds.js';
import type { AlertRule, Route } from './model.js';
import { NO_ROUTE } from './route-tree.js';

const times = { scrapeMs: 15_000, scrapeTimeoutMs: 10_000, evaluationMs: 15_000 };
const rule = (changes: Partial<AlertRule>): AlertRule => ({
  file: 'r.yml',
  line: 1,
  column: 1,
  group: 'g',
  name: 'A',
  expr: 'up == 0',
  forMs: 60_000,
  keepFiringForMs: 0,
  labels: {},
  annotations: {},
  ...changes,
});
const route: Route = { ...NO_ROUTE, groupWaitMs: 10_000, groupIntervalMs: 120_000 };

describe('detectionBounds', () => {
  it('adds up what a message goes through', () =>
    expect(detectionBounds(rule({ forMs: 50_000 }), route, times, 500)).toEqual({
      floorMs: 60_000,
      ceilingMs: 15_000 + 15_000 + 60_000 + 0 + 120_000 + 500,
      parts: {
        scrapeMs: 15_000,
        evaluationMs: 15_000,
        holdMs: 60_000,
        windowFillMs: 0,
        groupWaitMs: 10_000,
        groupIntervalMs: 120_000,
        deliveryMs: 500,
      },
    }));

  it('counts neither waits nor delivery without a route', () =>
    expect(detectionBounds(rule({}), undefined, times, 500).ceilingMs).toBe(90_000));

  it("takes the group's own interval", () => {
    const { floorMs, parts } = detectionBounds(rule({ intervalMs: 60_000, forMs: 61_000 }), undefined, times, 0);
    expect([floorMs, parts.evaluationMs, parts.holdMs]).toEqual([120_000, 60_000, 120_000]);
  });

  it('waits for the rules that it reads, at worst', () => {
    const { floorMs, ceilingMs, parts } = detectionBounds(rule({}), undefined, { ...times, upstreamMs: 60_000 }, 0);
    expect([floorMs, ceilingMs, parts.upstreamMs]).toEqual([60_000, 150_000, 60_000]);
  });

  it('fills a window at best by the threshold, at worst wholly', () => {
    const errors = rule({ expr: 'sum(rate(a[2m])) / sum(rate(b[2m])) > 0.05', forMs: 0 });
    const { floorMs, ceilingMs, parts } = detectionBounds(errors, undefined, times, 0);
    expect([floorMs, ceilingMs, parts.windowFillMs]).toEqual([6_000, 150_000, 120_000]);
  });
});

describe('resolutionBounds', () => {
  const told: Route = { ...route, resolvedChannels: ['email'] };

  it('adds up what the message of the end goes through', () =>
    expect(resolutionBounds(rule({ keepFiringForMs: 50_000 }), told, times, 500)).toEqual({
      floorMs: 60_000,
      ceilingMs: 15_000 + 0 + 15_000 + 60_000 + 120_000 + 500,
      notifiedBy: ['email'],
      parts: {
        scrapeMs: 15_000,
        evaluationMs: 15_000,
        windowDrainMs: 0,
        holdMs: 60_000,
        groupIntervalMs: 120_000,
        deliveryMs: 500,
      },
    }));

  it.each([
    ['without a route', undefined],
    ['if the receiver sends no end', route],
  ])('ends in Prometheus %s, and says that nothing is notified', (_, one) => {
    const { floorMs, ceilingMs, notifiedBy, parts } = resolutionBounds(rule({}), one, times, 500);
    expect([floorMs, ceilingMs, notifiedBy, parts.groupIntervalMs, parts.deliveryMs]).toEqual([0, 30_000, [], 0, 0]);
  });

  it('counts neither `for` nor group_wait', () => {
    const short = resolutionBounds(rule({ forMs: 0 }), { ...told, groupWaitMs: 0 }, times, 500);
    expect(resolutionBounds(rule({ forMs: 600_000 }), { ...told, groupWaitMs: 600_000 }, times, 500)).toEqual(short);
  });

  it('drains a window wholly at worst, and at best not at all', () => {
    const errors = rule({ expr: 'sum(rate(a[2m])) / sum(rate(b[2m])) > 0.05' });
    const { floorMs, ceilingMs, parts } = resolutionBounds(errors, undefined, times, 0);
    expect([floorMs, ceilingMs, parts.windowDrainMs]).toEqual([0, 150_000, 120_000]);
  });

  it('drains what one bad sample keeps true from the last scrape before the repair', () => {
    const { floorMs, ceilingMs } = resolutionBounds(rule({ expr: 'min_over_time(up[2m]) == 0' }), undefined, times, 0);
    expect([floorMs, ceilingMs]).toEqual([105_000, 150_000]);
  });

  it("takes the group's own interval, and the rules that it reads", () => {
    const own = rule({ intervalMs: 60_000, keepFiringForMs: 61_000 });
    const { floorMs, ceilingMs, parts } = resolutionBounds(own, undefined, { ...times, upstreamMs: 30_000 }, 0);
    expect([floorMs, ceilingMs]).toEqual([120_000, 15_000 + 30_000 + 60_000 + 120_000]);
    expect([parts.evaluationMs, parts.holdMs, parts.upstreamMs]).toEqual([60_000, 120_000, 30_000]);
  });
});

it('holdOf rounds up to evaluations', () => {
  expect([0, 1, 15_000, 15_001, 60_000].map((ms) => holdOf(ms, 15_000))).toEqual([0, 15_000, 15_000, 30_000, 60_000]);
});
