import { describe, expect, it } from 'vitest';
import {
  alert,
  alertsWindow,
  carried,
  circumstances,
  DATABASE_DOWN,
  DATABASE_LABELS,
  databaseDown,
  errorsMuted,
  expectation,
  held,
  monitoring,
  passingRun,
  receipt,
  scenario,
  started,
  type Timed,
  without,
} from '../testing/journals.js';
import { isAlert, isReceipt, isType, messagesOf, only, summary } from '../testing/judging.js';

describe('firing', () => {
  it('is not pending: an alert that stays pending did not fire', () => {
    const events = [...circumstances(), [1.3, alert('DatabaseDown', DATABASE_LABELS, 'pending', 1)] as Timed];
    expect(summary(events, only())).toBe('failed\nDatabaseDown: missed not-fired');
    expect(messagesOf(events, only())).toEqual([
      'DatabaseDown did not fire; it was pending from T+1.0 s and went no further until T+12.0 s',
    ]);
  });

  it('before the injection does not count, and makes the run inconclusive', () => {
    const events = [
      ...circumstances(),
      [-3, alert('DatabaseDown', DATABASE_LABELS, 'firing', -5)] as Timed,
      [-3, held('DatabaseDown', DATABASE_LABELS, 'active', -4)] as Timed,
      receipt(1, 'email', 4, [carried('DatabaseDown', DATABASE_LABELS, 'firing', [-4])]),
    ];
    expect(summary(events, only())).toBe('inconclusive\nDatabaseDown: unknown already-firing');
  });

  it('after having been pending before the injection does not count either', () => {
    const events = [
      ...circumstances(),
      [-1, alert('DatabaseDown', DATABASE_LABELS, 'pending', -1)] as Timed,
      [1, alert('DatabaseDown', DATABASE_LABELS, 'firing', -1)] as Timed,
    ];
    expect(summary(events, only())).toBe('inconclusive\nDatabaseDown: unknown already-firing');
  });

  it('again, after an alert from before the injection had resolved, counts', () => {
    const events = [
      ...circumstances(),
      [-7, alert('DatabaseDown', DATABASE_LABELS, 'firing', -7)] as Timed,
      [-6, alert('DatabaseDown', DATABASE_LABELS, 'inactive', -7)] as Timed,
      ...databaseDown(),
    ];
    expect(summary(events, only())).toBe('passed');
  });

  it('did not happen: a finding only if the monitoring could have seen it', () => {
    const none = without(circumstances(), isType('alerts-window'));
    const whole: Timed = [26, alertsWindow(true)];
    const gaps: Timed = [26, alertsWindow(false)];
    const away: Timed = [3, monitoring({ sources: { prometheus: 'does not answer' } })];
    const back: Timed = [4, monitoring({})];
    const missed = 'DatabaseDown: missed not-fired';
    const blind = 'DatabaseDown: unknown monitoring-blind\nnothing-else: unknown monitoring-blind';
    expect(summary([...none, whole], only())).toBe(`failed\n${missed}`);
    expect(summary([...none, gaps], only())).toBe(`inconclusive\n${blind}`);
    expect(summary([...none, away, back], only())).toBe(`inconclusive\n${blind}`);
    // The raw samples make up for failed polls.
    expect(summary([...none, whole, away, back], only())).toBe(`failed\n${missed}`);
  });

  it('that only the raw samples show is unknown: its progress was not seen', () => {
    const events = without(passingRun(), (event) => isAlert('DatabaseDown')(event) || isType('receipt')(event));
    expect(summary(events, only({ notified: ['email'] }))).toContain('inconclusive\nDatabaseDown: unknown monitoring-blind');
  });

  it('did not happen because its series were absent: inconclusive, and the series are named', () => {
    const silent = without(circumstances(), isType('alerts-window'));
    const absent = (...absentSeries: string[]): Timed => [-2, monitoring({ absentSeries })];
    const window: Timed = [26, alertsWindow(true)];
    const both = [...silent, window, absent('mysql_up', 'probe_success{job="db-tcp"}')];
    expect(summary(both, only())).toBe('inconclusive\nDatabaseDown: unknown series-absent');
    expect(messagesOf(both, only())).toEqual([
      'DatabaseDown could not fire: Prometheus had no series for mysql_up and probe_success{job="db-tcp"}',
    ]);
    // One side of `or` is enough for the rule to fire.
    expect(summary([...silent, window, absent('mysql_up')], only())).toBe('failed\nDatabaseDown: missed not-fired');
  });

  it('did not happen because the rule failed to evaluate: inconclusive', () => {
    const events = [...without(circumstances(), isType('alerts-window')), [26, alertsWindow(true)] as Timed];
    const unhealthy: Timed = [5, monitoring({ unhealthyRules: ['DatabaseDown'] })];
    expect(summary([...events, unhealthy], only())).toBe('inconclusive\nDatabaseDown: unknown rule-unhealthy');
    // A failure after the watch had ended says nothing about it.
    expect(summary([...events, [20, unhealthy[1]]], only())).toBe('failed\nDatabaseDown: missed not-fired');
  });

  it('did not happen because Prometheus has not loaded the rule: a finding', () => {
    const missing: Timed = [-3, monitoring({ missingRules: ['DatabaseDown'] })];
    const events = [...circumstances(), missing];
    expect(summary(without(events, isType('alerts-window')), only())).toBe(
      'inconclusive\nDatabaseDown: missed rule-not-loaded\nnothing-else: unknown monitoring-blind',
    );
    const quiet = [...without(events, isType('alerts-window')), [26, alertsWindow(true)] as Timed];
    expect(summary(quiet, only())).toBe('failed\nDatabaseDown: missed rule-not-loaded');
  });

  it('has not happened yet: a run that went on too early cannot tell', () => {
    const events = without(
      passingRun(),
      (event) => isAlert('DatabaseDown')(event) || isType('receipt', 'alerts-window')(event),
    ).map(([seconds, event]): Timed => (event.type === 'fault' && event.status === 'undoing' ? [3, event] : [seconds, event]));
    expect(
      messagesOf([...events, [26, alertsWindow(true)]], scenario({ expect: [DATABASE_DOWN], allow: ['ApiErrorRateHigh'] })),
    ).toContain('DatabaseDown{service="db", severity="critical"}: the run waited 3.0 s of the 10.0 s it may take');
  });

  it('with other labels is a finding that says which, found and expected', () => {
    const events = [...circumstances(), ...databaseDown({ ...DATABASE_LABELS, severity: 'warning' }), ...errorsMuted()];
    const of = scenario({ expect: [DATABASE_DOWN], allow: ['ApiErrorRateHigh'] });
    const cleared = [...without(events, isType('alerts-window')), [26, alertsWindow(true)] as Timed];
    expect(summary(cleared, of)).toBe('failed\nDatabaseDown: missed label-mismatch');
    expect(messagesOf(cleared, of)).toEqual(['DatabaseDown fired with severity="warning" instead of "critical"']);
    const bare = [
      ...without(circumstances(), isType('alerts-window')),
      ...databaseDown({ severity: 'critical' }),
      [26, alertsWindow(true)] as Timed,
    ];
    expect(messagesOf(bare, of)).toEqual(['DatabaseDown fired with no label service instead of service="db"']);
  });

  it('for one target does not stand for another that is expected too', () => {
    const of = scenario({
      expect: [
        expectation('TargetDown', { labels: { service: 'db' } }),
        expectation('TargetDown', { id: 'TargetDown#2', labels: { service: 'cache' } }),
      ],
    });
    const events: readonly Timed[] = [
      ...without(circumstances(of), isType('alerts-window')),
      [26, alertsWindow(true)],
      [2, alert('TargetDown', { service: 'db' }, 'firing', 2)],
    ];
    expect(summary(events, of)).toBe('failed\nTargetDown#2: missed not-fired');
  });
});

describe('time', () => {
  const allowed = { allow: ['ApiErrorRateHigh'] };

  it('runs to the last message; later than the ceiling + 1 s is late', () => {
    const late = [
      ...without(passingRun(), isReceipt('slack', 'firing')),
      receipt(2, 'slack', 10.2, [carried('DatabaseDown', DATABASE_LABELS, 'firing', [2])]),
    ];
    expect(summary(late)).toBe('failed\nDatabaseDown: missed late');
    expect(messagesOf(late)).toEqual([
      'DatabaseDown{service="db", severity="critical"} arrived via Slack after 10.2 s, 200 ms later than the 10.0 s allowed',
    ]);
  });

  it('of expectations is production time and shrinks with the speed', () => {
    const within = (withinMs: number) => scenario({ expect: [{ ...DATABASE_DOWN, withinMs }], ...allowed });
    expect(summary(passingRun(), within(240_000))).toBe('failed\nDatabaseDown: missed late');
    expect(summary(passingRun(), within(250_000))).toBe('passed');
  });

  it('shrinks no further than the configuration did if a floor of the compression was hit', () => {
    const of = scenario({ expect: [{ ...DATABASE_DOWN, withinMs: 150_000 }], ...allowed });
    const events = without(passingRun(), isType('run-started'));
    const slow = started(of);
    const shrunk = {
      DatabaseDown: {
        ...slow.bounds.DatabaseDown,
        production: { ...slow.bounds.DatabaseDown?.production, ceilingMs: 300_000 },
      },
    };
    expect(summary([...events, [-8, { ...slow, bounds: shrunk as typeof slow.bounds }]])).toBe('passed');
  });

  it('before `notBefore` is early, by the first message', () => {
    const of = scenario({ expect: [{ ...DATABASE_DOWN, notBeforeMs: 243_000 }], ...allowed });
    expect(summary(passingRun(), of)).toBe('failed\nDatabaseDown: missed early');
    expect(messagesOf(passingRun(), of)).toEqual([
      'DatabaseDown{service="db", severity="critical"} arrived via Slack after 4.0 s, before the 4.0 s it must wait',
    ]);
  });

  it('runs to firing if nothing is to be notified', () => {
    const of = scenario({ expect: [expectation('DatabaseDown', { withinMs: 110_000 })], ...allowed });
    expect(messagesOf(passingRun(), of)).toEqual(['DatabaseDown fired after 2.0 s, 167 ms later than the 1.8 s allowed']);
  });
});
