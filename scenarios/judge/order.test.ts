import { describe, expect, it } from 'vitest';
import {
  alert,
  alertsWindow,
  DATABASE_LABELS,
  expectation,
  held,
  monitoring,
  passingRun,
  scenario,
  type Timed,
  without,
} from '../testing/journals.js';
import { isType, messagesOf, summary } from '../testing/judging.js';

describe('the order of two alerts', () => {
  const of = scenario({
    expect: [expectation('DatabaseDown', { afterAlert: 'MemoryHigh', labels: { service: 'db' } })],
    allow: ['MemoryHigh', 'ApiErrorRateHigh'],
  });
  const memory = (at: number): readonly Timed[] => [
    [at + 0.3, alert('MemoryHigh', {}, 'firing', at)],
    [at + 0.4, held('MemoryHigh', {}, 'active', at)],
  ];

  it('is right if the named alert fired earlier', () => {
    expect(summary([...passingRun(), ...memory(1.5)], of)).toBe('passed');
  });

  it('is wrong if the named alert fired later, at the same moment, or not at all', () => {
    expect(summary([...passingRun(), ...memory(3)], of)).toBe('failed\nDatabaseDown: missed order-wrong');
    expect(messagesOf([...passingRun(), ...memory(3)], of)).toEqual([
      'DatabaseDown{service="db"} fired at T+2.0 s, and MemoryHigh, which must fire before it, at T+3.0 s',
    ]);
    expect(summary([...passingRun(), ...memory(2)], of)).toBe('failed\nDatabaseDown: missed order-wrong');
    expect(messagesOf(passingRun(), of)).toEqual([
      'DatabaseDown{service="db"} fired at T+2.0 s, without MemoryHigh, which must fire before it and did not fire',
    ]);
  });

  it('does not count the named alert if it had fired before the fault', () => {
    expect(summary([...passingRun(), ...memory(-5)], of)).toContain('DatabaseDown: missed order-wrong');
  });

  it('is unknown if the named alert may have fired unseen', () => {
    const blind: readonly Timed[] = [
      ...without(passingRun(), isType('alerts-window')),
      [0.5, monitoring({ sources: { prometheus: 'does not answer' } })],
      [26, alertsWindow(false)],
    ];
    expect(summary(blind, of)).toContain('DatabaseDown: unknown monitoring-blind');
  });
});

describe('an alert that resolves and fires again', () => {
  const again: readonly Timed[] = [
    ...passingRun(),
    [21.6, alert('DatabaseDown', DATABASE_LABELS, 'firing', 21.5)],
    [21.7, held('DatabaseDown', DATABASE_LABELS, 'active', 21.5)],
    [22.3, alert('DatabaseDown', DATABASE_LABELS, 'inactive', 21.5)],
    [22.4, held('DatabaseDown', DATABASE_LABELS, 'gone', 21.5)],
  ];
  const flapsOf = (flaps: number) =>
    scenario({ expect: [expectation('DatabaseDown', { flaps })], allow: ['ApiErrorRateHigh'] });

  it('flaps, and is reported in any case', () => {
    expect(summary(again)).toBe('failed\nDatabaseDown: missed flapping');
    expect(messagesOf(again)).toEqual([
      'DatabaseDown{service="db", severity="critical"} resolved and fired again once, at T+21.5 s; it must not',
    ]);
    expect(summary(again, flapsOf(0))).toBe('failed\nDatabaseDown: missed flapping');
  });

  it('may do so as often as the scenario allows', () => {
    expect(summary(again, flapsOf(1))).toBe('passed');
  });

  it('may do so while it is muted, unless the scenario counts', () => {
    const muted: readonly Timed[] = [
      ...passingRun(),
      [18, alert('ApiErrorRateHigh', { severity: 'warning', service: 'api', layer: 'service' }, 'firing', 18)],
      [19, alert('ApiErrorRateHigh', { severity: 'warning', service: 'api', layer: 'service' }, 'inactive', 18)],
    ];
    expect(summary(muted)).toBe('passed');
    const counted = scenario({
      expect: [expectation('ApiErrorRateHigh', { inhibitedBy: 'DatabaseDown', flaps: 0 })],
      allow: ['DatabaseDown'],
    });
    expect(summary(muted, counted)).toBe('failed\nApiErrorRateHigh: missed flapping');
  });

  it('is unknown if Prometheus could not be asked throughout: it may have lost the alert by a restart', () => {
    const blind: readonly Timed[] = [...again, [21.4, monitoring({ sources: { prometheus: 'does not answer' } })]];
    expect(summary([...blind, [23, monitoring({})]])).toBe('inconclusive\nDatabaseDown: unknown monitoring-blind');
  });

  it('as another one of the name does not flap', () => {
    const other: readonly Timed[] = [
      ...passingRun(),
      [3, alert('DatabaseDown', { ...DATABASE_LABELS, instance: 'b' }, 'firing', 3)],
      [9, alert('DatabaseDown', { ...DATABASE_LABELS, instance: 'b' }, 'inactive', 3)],
    ];
    expect(summary(other)).not.toContain('flapping');
  });
});
