import { describe, expect, test } from 'vitest';
import type { Scenario } from '../model/scenario.js';
import { recovered, steadiness, unquiet, withConditions } from './conditions.js';

const scenario = { expect: [{ alert: 'DatabaseDown' }], allow: ['SiteProbeFailing'] } as unknown as Scenario;
const monitoring = {
  sources: { prometheus: 'ok', alertmanager: 'ok', receipts: 'ok' },
  unhealthyRules: [],
  downTargets: [],
  absentSeries: [],
  missingRules: [],
};
const NOTHING = { alerts: new Map(), alertmanagerAlerts: new Map(), targets: [], monitoring };
const alert = (alertname: string, labels = {}) =>
  ({ group: 'g', alertname, labels, state: 'pending', activeAt: 0, value: '' }) as const;
const reasons = (...alerts: ReturnType<typeof alert>[]) =>
  unquiet(scenario, { ...NOTHING, alerts: new Map(alerts.map((a, i) => [String(i), a])) });

describe('quiet', () => {
  test('an unexpected alert disturbs it, even while it is only pending', () => {
    expect(reasons(alert('CacheDown'))).toEqual(['CacheDown is pending']);
  });
  test('an expected alert that is active already disturbs it', () => {
    expect(reasons(alert('DatabaseDown'))).toEqual(['DatabaseDown is pending']);
  });
  test('allowed alerts, the watchdog and the machine do not', () => {
    expect(reasons(alert('SiteProbeFailing'), alert('Watchdog'), alert('HostCpuHigh', { layer: 'host' }))).toEqual([]);
  });
  test('a source that has died disturbs it, whatever its last answer', () => {
    const deaf = {
      ...NOTHING,
      monitoring: { ...monitoring, sources: { ...monitoring.sources, receipts: 'connection refused' } },
    };
    expect(unquiet(scenario, deaf)).toEqual(['the inbox does not answer']);
  });
  test('what has not answered yet is not quiet', () => {
    expect(unquiet(scenario, { monitoring })).toEqual(['Prometheus and Alertmanager have not answered yet']);
  });
  test('a target that is not up disturbs it', () => {
    const targets = [{ job: 'api', instance: 'api-1:3000', health: 'unknown', lastError: '', lastScrape: 0 }] as const;
    expect(unquiet(scenario, { ...NOTHING, targets })).toEqual(['target api api-1:3000 is unknown']);
  });
});

describe('the steady state', () => {
  const wanted = { minRequests: 30, minGoodRatio: 0.99 };
  const record = (second: number, requests: number, failed = 0) => ({
    second,
    requests,
    failed,
    slow: 0,
    p50Ms: 1,
    p95Ms: 1,
    maxMs: 1,
  });

  test('holds once there are enough good requests', () => {
    expect(steadiness([record(10, 15), record(11, 15)], 10_000, wanted)).toEqual({
      holds: true,
      requests: 30,
      good: 30,
      from: 10_000,
      to: 12_000,
      reason: '100.0 % of 30 requests good within 2.0 s',
    });
  });
  test('zero requests are not steady', () => {
    expect(steadiness([], 0, wanted)).toMatchObject({ holds: false, reason: '0 of at least 30 requests' });
  });
  test('requests before the moment asked for do not count', () => {
    expect(steadiness([record(9, 100), record(10, 5)], 10_000, wanted)).toMatchObject({ holds: false, requests: 5 });
  });
  test('too many failures are not steady', () => {
    expect(steadiness([record(10, 100, 2)], 0, wanted)).toMatchObject({
      holds: false,
      reason: '98.0 % of 100 requests good within 1.0 s, at least 99.0 % wanted',
    });
  });

  describe('after the repair', () => {
    const seconds = (count: number, failed: (second: number) => number) =>
      Array.from({ length: count }, (_, i) => record(i, 10, failed(i)));

    test('does not hold while one request fails every four seconds', () => {
      for (let length = 1; length <= 40; length++)
        expect(
          recovered(
            seconds(length, (i) => (i % 4 === 0 ? 1 : 0)),
            0,
            wanted,
          ).holds,
          `after ${length} s`,
        ).toBe(false);
    });
    test('holds with as few failures as the ratio allows, and says in which window', () => {
      const rare = seconds(25, (i) => (i === 20 ? 1 : 0));
      expect(recovered(rare, 0, wanted)).toEqual({
        holds: true,
        requests: 100,
        good: 99,
        from: 15_000,
        to: 25_000,
        reason: '99.0 % of 100 requests good within 10.0 s',
      });
    });
    test('waits for as many requests as the ratio needs', () => {
      expect(
        recovered(
          seconds(9, () => 0),
          0,
          wanted,
        ),
      ).toMatchObject({ holds: false, reason: '90 of at least 100 requests' });
      expect(
        recovered(
          seconds(3, () => 0),
          0,
          { minRequests: 30, minGoodRatio: 1 },
        ).holds,
      ).toBe(true);
    });
    test('failures before the repair do not count', () => {
      expect(
        recovered(
          seconds(20, (i) => (i < 10 ? 10 : 0)),
          10_000,
          wanted,
        ).holds,
      ).toBe(true);
    });
  });
});

describe('a steady state with conditions', () => {
  const load = { holds: true, requests: 60, good: 60, reason: '100.0 % of 60 requests good' };
  const found = (state: 'holds' | 'fails' | 'unknown', value: string) => ({ condition: 'front / answers 200', state, value });

  test('needs all of them, and names those that do not hold', () => {
    expect(withConditions(load, [found('holds', 'HTTP 200')])).toMatchObject({
      holds: true,
      requests: 60,
      reason: '100.0 % of 60 requests good; front / answers 200 (HTTP 200)',
    });
    for (const state of ['fails', 'unknown'] as const)
      expect(withConditions(load, [found('holds', 'HTTP 200'), found(state, 'bad')])).toMatchObject({
        holds: false,
        reason: 'front / answers 200 (bad)',
      });
  });

  test('does not make up for requests that are not good', () => {
    const bad = { ...load, holds: false, reason: '50.0 % good' };
    expect(withConditions(bad, [found('holds', 'HTTP 200')])).toMatchObject({
      holds: false,
      reason: '50.0 % good; front / answers 200 (HTTP 200)',
    });
  });

  test('is nothing but its conditions without a load source, and nothing but the load without conditions', () => {
    expect(withConditions(undefined, [found('holds', 'HTTP 200')])).toMatchObject({ holds: true, requests: 0 });
    expect(withConditions(load, [])).toEqual(load);
  });
});
