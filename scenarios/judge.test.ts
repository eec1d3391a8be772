import { describe, expect, it } from 'vitest';
import type { RunEvent } from './events.js';
import { judge } from './judge.js';
import type { Judgement, Scenario } from './model.js';
import { buildRecord } from './record.js';
import { buildResult, exitCodeOf } from './result.js';
import {
  alert,
  alertsWindow,
  carried,
  circumstances,
  DATABASE_DOWN,
  DATABASE_LABELS,
  databaseDown,
  ERRORS_LABELS,
  ERRORS_MUTED,
  engine,
  errorsMuted,
  expectation,
  held,
  journalOf,
  monitoring,
  passingRun,
  receipt,
  scenario,
  started,
  type Timed,
  without,
} from './testing/journals.js';

const judgeRun = (events: readonly Timed[], of: Scenario = scenario()): Judgement => judge(of, buildRecord(journalOf(events)));

/** `DatabaseDown: missed not-notified` and so on, of verdicts that are not met; and the outcome. */
function summary(events: readonly Timed[], of?: Scenario): string {
  const { outcome, verdicts, findings } = judgeRun(events, of);
  const lines = verdicts
    .filter(({ result }) => result !== 'met')
    .map(({ id, result, findings: own }) => [`${id}: ${result}`, ...own.map((finding) => finding.id)].join(' '));
  const run = findings.filter((finding) => !verdicts.some((verdict) => verdict.findings.includes(finding)));
  return [outcome, ...run.map(({ id }) => id), ...lines].join('\n');
}

const messagesOf = (events: readonly Timed[], of?: Scenario): readonly string[] =>
  judgeRun(events, of).findings.map(({ message }) => message);

const isAlert = (name: string) => (event: RunEvent) =>
  (event.type === 'alert' || event.type === 'notification-state') && event.alertname === name;
const isReceipt = (channel: string, status: string) => (event: RunEvent) =>
  event.type === 'receipt' && event.channel === channel && event.alerts.some((one) => one.status === status);
const isType =
  (...types: readonly RunEvent['type'][]) =>
  (event: RunEvent) =>
    types.includes(event.type);

/** The run as it would have been had the alert never fired. */
const neverFired = (name: string, events: readonly Timed[] = passingRun()): readonly Timed[] =>
  without(events, isAlert(name)).map(
    ([seconds, event]): Timed =>
      event.type === 'alerts-window'
        ? [seconds, { ...event, alerts: event.alerts.filter(({ alertname }) => alertname !== name) }]
        : [seconds, event],
  );

const only = (more: Partial<typeof DATABASE_DOWN> = {}) => scenario({ expect: [expectation('DatabaseDown', more)] });

describe('a run in which everything happens', () => {
  it('passes, and every verdict says what was measured', () => {
    const { outcome, verdicts, findings } = judgeRun(passingRun());
    expect(outcome).toBe('passed');
    expect(findings).toEqual([]);
    expect(verdicts.map((v) => `${v.id} | ${v.expectation} | ${v.result} | ${v.value} | ${v.evidence}`)).toEqual([
      'DatabaseDown | DatabaseDown{service="db", severity="critical"} fires, is notified by e-mail and Slack within 10.0 s, and resolves | met | fired after 2.0 s, e-mail after 4.1 s and Slack after 4.0 s; resolved 8.9 s after the repair | journal 10, 11, 13, 23, 24; messages 2 (Slack, firing), 1 (e-mail, firing), 3 (e-mail, resolved), 4 (Slack, resolved)',
      'ApiErrorRateHigh | ApiErrorRateHigh is muted by DatabaseDown | met | fired after 5.0 s; muted by DatabaseDown, no message | journal 12, 16, 17, 21, 22',
      'nothing-else | No other alert fires unmuted | met | nothing else fired | journal 28: ALERTS',
      'fault | The fault takes effect: kill of db, held down | met | engine events kill and die of db | journal 9',
      'recovery | The steady state holds again within 1 min of the repair | met | repaired at T+12.1 s; 100.0 % of 90 requests good | journal 27',
    ]);
    expect(verdicts[0]).toMatchObject({ valueMs: 4_100, budgetMs: 10_000 });
  });

  it('has a result with the stages of detection', () => {
    const record = buildRecord(journalOf(passingRun()));
    const result = buildResult({ ...record, judgement: judge(scenario(), record) }, { report: 'r', journal: 'j', run: 'x' });
    expect(result).toMatchObject({ outcome: 'passed', exitCode: 0, durationMs: 34_000, receiptLagMs: 100 });
    expect(result.detection).toEqual([
      {
        alert: 'DatabaseDown',
        floorMs: 1_000,
        ceilingMs: 9_000,
        pendingMs: 1_000,
        firingMs: 2_000,
        receivedMs: 2_400,
        notifiedMs: 4_100,
        resolvedMs: 21_000,
      },
      {
        alert: 'ApiErrorRateHigh',
        floorMs: 1_000,
        ceilingMs: 9_000,
        pendingMs: 2_000,
        firingMs: 5_000,
        receivedMs: 5_400,
        resolvedMs: 17_300,
      },
    ]);
  });
});

describe('firing', () => {
  it('is not pending: an alert that stays pending did not fire', () => {
    const events = [...circumstances(), [1.3, alert('DatabaseDown', DATABASE_LABELS, 'pending', 1)] as Timed];
    expect(summary(events, only())).toBe('failed\nDatabaseDown: missed not-fired');
    expect(messagesOf(events, only())).toEqual([
      'DatabaseDown did not fire; it was pending from T+1.0 s and went no further until T+12.0 s',
    ]);
  });

  it('before injection does not count, and makes the run inconclusive', () => {
    const events = [
      ...circumstances(),
      [-3, alert('DatabaseDown', DATABASE_LABELS, 'firing', -5)] as Timed,
      [-3, held('DatabaseDown', DATABASE_LABELS, 'active', -4)] as Timed,
      receipt(1, 'email', 4, [carried('DatabaseDown', DATABASE_LABELS, 'firing', [-4])]),
    ];
    expect(summary(events, only())).toBe('inconclusive\nDatabaseDown: unknown already-firing');
  });

  it('after having been pending before injection does not count either', () => {
    const events = [
      ...circumstances(),
      [-1, alert('DatabaseDown', DATABASE_LABELS, 'pending', -1)] as Timed,
      [1, alert('DatabaseDown', DATABASE_LABELS, 'firing', -1)] as Timed,
    ];
    expect(summary(events, only())).toBe('inconclusive\nDatabaseDown: unknown already-firing');
  });

  it('again, after an alert of before injection had resolved, counts', () => {
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
    const away: Timed = [3, monitoring({ prometheus: 'unreachable' })];
    const back: Timed = [4, monitoring({})];
    const missed = 'DatabaseDown: missed not-fired';
    const blind = 'DatabaseDown: unknown monitoring-blind\nnothing-else: unknown monitoring-blind';
    expect(summary([...none, whole], only())).toBe(`failed\n${missed}`);
    expect(summary([...none, gaps], only())).toBe(`inconclusive\n${blind}`);
    expect(summary([...none, away, back], only())).toBe(`inconclusive\n${blind}`);
    // The raw samples make up for looks that failed.
    expect(summary([...none, whole, away, back], only())).toBe(`failed\n${missed}`);
  });

  it('that only the raw samples show is unknown: its way was not seen', () => {
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

  it('did not happen so far: a run that went on too early cannot tell', () => {
    const events = without(
      passingRun(),
      (event) => isAlert('DatabaseDown')(event) || isType('receipt', 'alerts-window')(event),
    ).map(([seconds, event]): Timed => (event.type === 'undo' && event.status === 'undoing' ? [3, event] : [seconds, event]));
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

  it('of one target does not stand for another that is expected, too', () => {
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
      'DatabaseDown{service="db", severity="critical"} arrived by Slack after 10.2 s, 200 ms later than the 10.0 s allowed',
    ]);
  });

  it('of expectations is production time and shrinks with the speed', () => {
    const within = (withinMs: number) => scenario({ expect: [{ ...DATABASE_DOWN, withinMs }], ...allowed });
    expect(summary(passingRun(), within(240_000))).toBe('failed\nDatabaseDown: missed late');
    expect(summary(passingRun(), within(250_000))).toBe('passed');
  });

  it('shrinks no further than the configuration did where a floor of the compression was hit', () => {
    const of = scenario({ expect: [{ ...DATABASE_DOWN, withinMs: 150_000 }], ...allowed });
    const events = without(passingRun(), isType('run-started'));
    const slow = started(of);
    const shrunk = {
      DatabaseDown: {
        ...slow.bounds.DatabaseDown,
        production: { ...slow.bounds.DatabaseDown?.production, ceilingMs: 300_000 },
      },
    };
    expect(summary([...events, [-8, { ...slow, bounds: shrunk as typeof slow.bounds }]], of)).toBe('passed');
  });

  it('before `notBefore` is early, by the first message', () => {
    const of = scenario({ expect: [{ ...DATABASE_DOWN, notBeforeMs: 243_000 }], ...allowed });
    expect(summary(passingRun(), of)).toBe('failed\nDatabaseDown: missed early');
    expect(messagesOf(passingRun(), of)).toEqual([
      'DatabaseDown{service="db", severity="critical"} arrived by Slack after 4.0 s, before the 4.0 s it must wait',
    ]);
  });

  it('runs to firing where nothing is to be notified', () => {
    const of = scenario({ expect: [expectation('DatabaseDown', { withinMs: 110_000 })], ...allowed });
    expect(messagesOf(passingRun(), of)).toEqual(['DatabaseDown fired after 2.0 s, 167 ms later than the 1.8 s allowed']);
  });
});

describe('notification', () => {
  const lost = without(passingRun(), (event) => event.type === 'receipt' && event.channel === 'slack');
  const held2 = (more: Parameters<typeof held>[4], state: 'active' | 'suppressed' = 'suppressed'): Timed => [
    3,
    held('DatabaseDown', DATABASE_LABELS, state, 2, more),
  ];

  it('that did not arrive by one channel is a finding of that channel', () => {
    expect(summary(lost)).toBe('failed\nDatabaseDown: missed not-notified');
    expect(messagesOf(lost)).toEqual(['DatabaseDown was not notified by Slack: no message within 10.0 s of firing']);
  });

  it('of the previous run is no proof: same fingerprint, other startsAt', () => {
    const stale = receipt(9, 'slack', 3, [carried('DatabaseDown', DATABASE_LABELS, 'firing', [-50])]);
    expect(summary([...lost, stale])).toBe('failed\nDatabaseDown: missed not-notified');
    expect(messagesOf([...lost, stale])).toEqual([
      'DatabaseDown was not notified by Slack: no message within 10.0 s of firing; the message that arrived is of an earlier incident',
    ]);
  });

  it('of the end of an alert is no message of its beginning', () => {
    const events = without(passingRun(), isReceipt('slack', 'firing'));
    expect(summary(events)).toBe('failed\nDatabaseDown: missed not-notified');
  });

  it('with the right name and another fingerprint is no proof', () => {
    const other = receipt(9, 'slack', 3, [carried('DatabaseDown', { service: 'other' }, 'firing', [2])]);
    expect(summary([...lost, other])).toBe('failed\nDatabaseDown: missed not-notified');
  });

  it('without markers cannot be identified', () => {
    const unmarked: Timed = [
      3,
      { ...(receipt(9, 'slack', 3, [])[1] as Extract<RunEvent, { type: 'receipt' }>), subject: 'DatabaseDown!' },
    ];
    expect(summary([...lost, unmarked])).toBe('failed\nDatabaseDown: missed not-notified receipt-unidentified');
  });

  it.each([
    ['silenced', held2({ silencedBy: ['a-silence'] }), 'it was silenced'],
    ['inhibited', held2({ inhibitedBy: ['SiteDown'] }), 'it was muted by SiteDown'],
  ] as const)('that was %s says so', (id, state, cause) => {
    expect(summary([...lost, state])).toBe(`failed\nDatabaseDown: missed not-notified ${id}`);
    expect(messagesOf([...lost, state])[0]).toBe(`DatabaseDown was not notified by Slack: ${cause}`);
  });

  it('that went to a receiver without the channel says so', () => {
    const text = 'route: {receiver: on-call}\nreceivers: [{name: on-call, email_configs: [{to: a@b}]}]';
    const events = [
      ...without(lost, isType('run-started')),
      [-8, started(scenario(), { configuration: { 'alertmanager.yml': text } })] as Timed,
    ];
    expect(summary(events)).toBe('failed\nDatabaseDown: missed not-notified wrong-receiver');
    expect(messagesOf(events)[0]).toBe(
      'DatabaseDown was not notified by Slack: it was routed to on-call (email), which does not notify by Slack',
    );
  });

  it('that nobody could have seen is unknown', () => {
    const away = [...lost, [3, monitoring({ inbox: 'unreachable' })], [5, monitoring({})]] as readonly Timed[];
    expect(summary(away)).toBe('inconclusive\nDatabaseDown: unknown monitoring-blind');
    const restarted = [...lost, engine('die', 'inbox', 3, 'i'), engine('start', 'inbox', 4, 'i')];
    expect(summary(restarted)).toBe(
      'inconclusive\nDatabaseDown: unknown monitoring-blind\nApiErrorRateHigh: unknown monitoring-blind',
    );
  });
});

describe('resolution', () => {
  it('that never came is a finding', () => {
    const events = without(
      passingRun(),
      (event) =>
        (isAlert('DatabaseDown')(event) && 'state' in event && ['inactive', 'gone'].includes(event.state)) ||
        isReceipt('email', 'resolved')(event) ||
        isReceipt('slack', 'resolved')(event),
    );
    expect(summary(events)).toBe('failed\nDatabaseDown: missed not-resolved');
    expect(messagesOf(events)).toEqual([
      'DatabaseDown{layer="data", service="db", severity="critical", stack="supops"} was still firing 13.9 s after the repair',
    ]);
  });

  it('that one channel was not told of is a finding', () => {
    const events = without(passingRun(), isReceipt('email', 'resolved'));
    expect(summary(events)).toBe('failed\nDatabaseDown: missed resolution-not-notified');
  });

  it('is expected only from channels that carried the alert', () => {
    const events = without(passingRun(), (event) => event.type === 'receipt' && event.channel === 'slack');
    expect(summary(events)).toBe('failed\nDatabaseDown: missed not-notified');
  });

  it('must reach every alert of the name: one that fires again after the repair is not resolved', () => {
    const again: readonly Timed[] = [
      [24, alert('DatabaseDown', DATABASE_LABELS, 'firing', 24)],
      [24.1, held('DatabaseDown', DATABASE_LABELS, 'active', 24)],
    ];
    expect(summary([...passingRun(), ...again])).toBe('failed\nDatabaseDown: missed not-resolved');
  });
});

describe('inhibition', () => {
  const notSuppressed = (more: Partial<Extract<RunEvent, { type: 'notification-state' }>>) =>
    passingRun().map(
      ([seconds, event]): Timed =>
        event.type === 'notification-state' && event.state === 'suppressed'
          ? [seconds, { ...event, ...more }]
          : [seconds, event],
    );

  it('is broken by a message while the fault holds', () => {
    const leak = receipt(7, 'slack', 8, [carried('ApiErrorRateHigh', ERRORS_LABELS, 'firing', [5])]);
    expect(summary([...passingRun(), leak])).toBe('failed\nApiErrorRateHigh: missed not-inhibited');
    expect(messagesOf([...passingRun(), leak])).toEqual([
      'ApiErrorRateHigh was notified by Slack (message 7) at T+8.0 s, although DatabaseDown should have muted it',
    ]);
  });

  it('is broken by a message that slips out after the repair', () => {
    const leak = receipt(7, 'slack', 16, [carried('ApiErrorRateHigh', ERRORS_LABELS, 'firing', [5])]);
    expect(summary([...passingRun(), leak])).toBe('failed\nApiErrorRateHigh: missed slipped-out');
    expect(messagesOf([...passingRun(), leak])).toEqual([
      'ApiErrorRateHigh was notified by Slack (message 7) at T+16.0 s, 3.9 s after the repair: DatabaseDown stopped muting it too early',
    ]);
  });

  it('is not broken by mail of an earlier incident', () => {
    const stale = receipt(7, 'slack', 8, [carried('ApiErrorRateHigh', ERRORS_LABELS, 'firing', [-60])]);
    expect(summary([...passingRun(), stale])).toBe('passed');
  });

  it('of an alert that never fired is missed: nothing was muted', () => {
    expect(summary(neverFired('ApiErrorRateHigh'))).toBe('failed\nApiErrorRateHigh: missed not-fired');
  });

  it('by another alert, by a silence, or by nothing is missed, each in its own words', () => {
    expect(messagesOf(notSuppressed({ inhibitedBy: ['ApiDown'] }))).toEqual([
      'ApiErrorRateHigh was muted by ApiDown, not by DatabaseDown',
    ]);
    expect(messagesOf(notSuppressed({ inhibitedBy: [], silencedBy: ['s'] }))).toEqual([
      'ApiErrorRateHigh was muted by a silence, not by DatabaseDown',
    ]);
    expect(messagesOf(notSuppressed({ inhibitedBy: [], state: 'active' }))).toEqual([
      'ApiErrorRateHigh was not muted by DatabaseDown: nothing suppressed it, although no message had arrived by the end',
    ]);
  });

  it('of one alert is not broken by a message for another of the name', () => {
    const of = scenario({
      expect: [DATABASE_DOWN, { ...ERRORS_MUTED, labels: { service: 'api' } }],
      allow: ['ApiErrorRateHigh'],
    });
    const other = { ...ERRORS_LABELS, service: 'front' };
    const events: readonly Timed[] = [
      ...passingRun(),
      [6, held('ApiErrorRateHigh', other, 'active', 6)],
      receipt(7, 'slack', 8, [carried('ApiErrorRateHigh', other, 'firing', [6])]),
    ];
    expect(summary(events, of)).toBe('passed');
  });
});

describe('nothing else', () => {
  const unexpected: readonly Timed[] = [[6, alert('CacheDown', { severity: 'critical' }, 'firing', 6)]];
  const sampled = (...more: Parameters<typeof alertsWindow>[1] & object): readonly Timed[] => [
    ...without(passingRun(), isType('alerts-window')),
    [26, alertsWindow(true, [['DatabaseDown', DATABASE_LABELS, 2, 20], ...more])],
  ];

  it('fires: what does is a finding, seen on the way or only in the raw samples', () => {
    expect(summary([...passingRun(), ...unexpected])).toBe('failed\nnothing-else: missed unexpected-alert');
    const raw = sampled(['CacheDown', { severity: 'critical' }, 6, 7]);
    expect(summary(raw)).toBe('failed\nnothing-else: missed unexpected-alert');
    expect(messagesOf(raw)).toEqual(['CacheDown{severity="critical"} fired at T+6.0 s; it is neither expected nor allowed']);
  });

  it('is told once of an alert that both sources know', () => {
    const raw = sampled(['CacheDown', { severity: 'critical' }, 6, 7]);
    const known: readonly Timed[] = [...unexpected, [6.1, held('CacheDown', { severity: 'critical' }, 'active', 6)]];
    expect(messagesOf([...raw, ...known])).toHaveLength(1);
  });

  it('is not disturbed by what is allowed, always on, about the machine, or muted', () => {
    expect(summary(sampled(['SiteProbeFailing', {}, 6, 9]))).toBe('passed');
    expect(summary(sampled(['Watchdog', { severity: 'none' }, 0, 26]))).toBe('passed');
    expect(summary(sampled(['HostCpuHigh', { layer: 'host' }, 6, 9]))).toBe('passed');
    const muted: readonly Timed[] = [
      ...unexpected,
      [6.1, held('CacheDown', { severity: 'critical' }, 'suppressed', 6, { inhibitedBy: ['DatabaseDown'] })],
    ];
    expect(summary([...passingRun(), ...muted])).toBe('passed');
    const told = receipt(8, 'slack', 9, [carried('CacheDown', { severity: 'critical' }, 'firing', [6])]);
    expect(summary([...passingRun(), ...muted, told])).toBe('failed\nnothing-else: missed unexpected-alert');
  });

  it('counts another alert of an expected name', () => {
    const other = sampled(['DatabaseDown', { ...DATABASE_LABELS, service: 'db-2' }, 6, 9]);
    expect(summary(other)).toBe('failed\nnothing-else: missed unexpected-alert');
  });

  it('is unknown without raw samples of the whole window', () => {
    const none = without(passingRun(), isType('alerts-window'));
    expect(summary(none)).toBe('inconclusive\nnothing-else: unknown monitoring-blind');
    expect(summary([...none, [26, alertsWindow(false)]])).toBe('inconclusive\nnothing-else: unknown monitoring-blind');
  });
});

describe('circumstances', () => {
  const failure = (code: string, exitCode?: number): Timed => [
    27,
    { type: 'failure', code, message: code, ...(exitCode === undefined ? {} : { exitCode }) },
  ];
  const dirty: Timed = [13, { type: 'undo', fault: 0, status: 'dirty', records: [], detail: 'db cannot be started' }];
  const exitOf = (events: readonly Timed[]) => exitCodeOf(judgeRun(events).outcome, journalOf(events));

  it('without a proof make the run inconclusive, whatever was missed', () => {
    const unproven = passingRun().map(
      ([seconds, event]): Timed =>
        event.type === 'proof'
          ? [seconds, { ...event, proof: { proven: false, evidence: 'db is running' } }]
          : [seconds, event],
    );
    expect(summary(unproven)).toBe('inconclusive\nfault: unknown fault-not-proven');
    expect(summary(neverFired('DatabaseDown', unproven)).split('\n').slice(0, 2)).toEqual([
      'inconclusive',
      'DatabaseDown: unknown not-fired',
    ]);
    expect(exitOf(unproven)).toBe(7);
  });

  it('with a victim that the platform replaced or restarted are not claimed', () => {
    expect(summary([...passingRun(), engine('start', 'db', 6, 'db-2')])).toContain('fault: unknown victim-replaced');
    expect(messagesOf([...passingRun(), engine('start', 'db', 6)])).toEqual([
      'db was started at T+6.0 s, before the repair began, and not by supops',
    ]);
  });

  it('that were not steady say so, and nothing is judged', () => {
    const events: readonly Timed[] = [
      [-8, started(scenario())],
      [-1, { type: 'steady', moment: 'before', holds: false, requests: 0, good: 0, reason: '0 of at least 30 requests' }],
    ];
    expect(summary(events).split('\n').slice(0, 2)).toEqual(['not-steady', 'not-steady']);
    expect(exitOf(events)).toBe(6);
  });

  it('that preflight refused for want of series are inconclusive, and the series are named', () => {
    const events: readonly Timed[] = [
      [-8, started(scenario())],
      [-2, monitoring({ absentSeries: ['mysql_up', 'probe_success{job="db-tcp"}'] })],
    ];
    expect(summary(events)).toBe(
      [
        'inconclusive',
        'DatabaseDown: unknown series-absent',
        'ApiErrorRateHigh: unknown',
        'nothing-else: unknown',
        'fault: unknown',
        'recovery: unknown',
      ].join('\n'),
    );
    expect(exitOf(events)).toBe(7);
  });

  it('that did not recover are a finding', () => {
    const events = passingRun().map(
      ([seconds, event]): Timed =>
        event.type === 'steady' && event.moment === 'after'
          ? [seconds, { ...event, holds: false, reason: '50.0 % good' }]
          : [seconds, event],
    );
    expect(summary(events)).toBe('failed\nrecovery: missed not-recovered');
    expect(exitOf(events)).toBe(1);
  });

  it('decide by the precedence of exit codes', () => {
    const without1 = without(passingRun(), isType('alerts-window'));
    expect(exitOf([...without1, failure('interrupted')])).toBe(130);
    expect(exitOf([...without1, failure('terminated', 143)])).toBe(143);
    expect(judgeRun([...without1, failure('terminated', 143)]).outcome).toBe('interrupted');
    expect(exitOf([...without1, failure('internal')])).toBe(70);
    expect(exitOf([...without1, failure('guardian-lost', 4)])).toBe(4);
    expect(judgeRun([...without1, failure('guardian-lost', 4)]).outcome).toBe('errored');
    expect(exitOf([...without1, failure('aborted')])).toBe(9);
    const undone = without(passingRun(), (event) => event.type === 'undo' && event.status === 'undone');
    expect(exitOf([...undone, dirty, failure('interrupted')])).toBe(8);
    expect(judgeRun([...undone, dirty]).outcome).toBe('errored');
    expect(exitOf(neverFired('DatabaseDown'))).toBe(1);
  });

  it('of a journal that ends anywhere can be judged, and never pass before the end', () => {
    const lines = journalOf(passingRun());
    for (let length = 1; length < lines.length; length++) {
      const { outcome } = judge(scenario(), buildRecord(lines.slice(0, length)));
      expect(outcome, `after ${length} lines`).not.toBe('passed');
    }
  });
});
