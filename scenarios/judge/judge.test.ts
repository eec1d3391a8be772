import { describe, expect, it } from 'vitest';
import { buildRecord } from '../record/record.js';
import { tell } from '../story/tell.js';
import {
  alert,
  at,
  carried,
  DATABASE_LABELS,
  ERRORS_LABELS,
  engine,
  fault,
  journalOf,
  monitoring,
  passingRun,
  receipt,
  scenario,
  started,
  type Timed,
  without,
} from '../testing/journals.js';
import { isType, judgeRun, messagesOf, neverFired, summary } from '../testing/judging.js';
import { judge } from './judge.js';
import { buildResult, exitCodeOf } from './result.js';

describe('a run in which everything happens as expected', () => {
  it('passes, and every verdict says what was measured', () => {
    const { outcome, verdicts, findings } = judgeRun(passingRun());
    expect(outcome).toBe('passed');
    expect(findings).toEqual([]);
    expect(verdicts.map((v) => `${v.id} | ${v.expectation} | ${v.result} | ${v.value} | ${v.evidence}`)).toEqual([
      'DatabaseDown | DatabaseDown{service="db", severity="critical"} fires, is notified via e-mail and Slack within 10.0 s, and resolves | met | fired after 2.0 s, e-mail after 4.1 s and Slack after 4.0 s; resolved 8.9 s after the repair | journal 10, 11, 13, 23, 24; messages 2 (Slack, firing), 1 (e-mail, firing), 3 (e-mail, resolved), 4 (Slack, resolved)',
      'ApiErrorRateHigh | ApiErrorRateHigh is muted by DatabaseDown | met | fired after 5.0 s; muted by DatabaseDown, no message | journal 12, 16, 17, 21, 22',
      'nothing-else | No other alert fires unmuted | met | nothing else fired | journal 28: ALERTS',
      'fault | The fault takes effect: kill of db, held down | met | engine events kill and die of db | journal 9',
      'recovery | The steady state holds again within 1 min of the repair | met | repaired at T+12.1 s; 100.0 % of 90 requests good | journal 27',
    ]);
    expect(verdicts[0]).toMatchObject({ valueMs: 4_100, budgetMs: 10_000 });
  });

  it('says so if the alert had ended before the repair', () => {
    const isEnd = (event: Timed[1]) =>
      (event.type === 'alert' && event.alertname === 'DatabaseDown' && event.state === 'inactive') ||
      (event.type === 'receipt' && event.alerts.some(({ status }) => status === 'resolved'));
    const early = [
      ...without(passingRun(), isEnd),
      [11.5, alert('DatabaseDown', DATABASE_LABELS, 'inactive', 1)],
      receipt(3, 'email', 13, [carried('DatabaseDown', DATABASE_LABELS, 'resolved', [2, 11.5])]),
      receipt(4, 'slack', 13, [carried('DatabaseDown', DATABASE_LABELS, 'resolved', [2, 11.5])]),
    ] satisfies readonly Timed[];
    expect(judgeRun(early).verdicts[0]?.value).toMatch(/; resolved 600 ms before the repair$/);
  });

  it('has a result with the stages of detection', () => {
    const record = buildRecord(journalOf(passingRun()));
    const story = tell(record);
    const result = buildResult({ ...record, judgement: judge(story) }, { report: 'r', journal: 'j', run: 'x' });
    expect(result).toMatchObject({ outcome: 'passed', exitCode: 0, durationMs: 34_000, receiptLagMs: 100 });
    expect(result.detection).toEqual([
      {
        alert: 'DatabaseDown',
        notified: ['email', 'slack'],
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
        notified: [],
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

describe('a run in which much is wrong', () => {
  it('is judged to the end: no verdict is left out after the first miss, and each has its own finding', () => {
    const events: readonly Timed[] = [
      ...neverFired(
        'DatabaseDown',
        passingRun().filter(([, event]) => event.type !== 'receipt'),
      ),
      [6, alert('CacheDown', {}, 'firing', 6)],
      receipt(7, 'slack', 8, [carried('ApiErrorRateHigh', ERRORS_LABELS, 'firing', [5])]),
    ];
    const slow = events.map(
      ([seconds, event]): Timed =>
        event.type === 'steady' && event.moment === 'after' ? [seconds, { ...event, holds: false }] : [seconds, event],
    );
    expect(summary(slow)).toBe(
      [
        'failed',
        'DatabaseDown: missed not-fired',
        'ApiErrorRateHigh: missed not-inhibited',
        'nothing-else: missed unexpected-alert',
        'recovery: missed not-recovered',
      ].join('\n'),
    );
  });
});

describe('circumstances', () => {
  const failure = (code: string, exitCode?: number): Timed => [
    27,
    { type: 'failure', code, message: code, ...(exitCode === undefined ? {} : { exitCode }) },
  ];
  const dirty = fault('dirty', 13, 'db', { detail: 'db cannot be started' });
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

  it('with a victim that the platform replaced or restarted make the fault unknown', () => {
    expect(summary([...passingRun(), engine('started', 'db', 6, 'db-2')])).toContain('fault: unknown victim-replaced');
    expect(messagesOf([...passingRun(), engine('started', 'db', 6)])).toEqual([
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

  it('that preflight refused because series were absent are inconclusive, and the series are named', () => {
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

  it('that recovered later than the scenario allows are a finding, even though they did recover', () => {
    const load = (seconds: number, failed: number): Timed => [
      seconds,
      {
        type: 'load',
        record: { second: Math.floor(at(seconds) / 1_000), requests: 10, failed, slow: 0, p50Ms: 5, p95Ms: 9, maxMs: 9 },
      },
    ];
    const of = scenario({ recoverWithinMs: 5_000 });
    const during = [load(13, 10), load(16, 10)];
    expect(summary([...passingRun(of), ...during, load(19, 0), load(20, 0)], of)).toBe('passed');
    const late = [...passingRun(of), ...during, load(19, 10), load(20, 0)];
    expect(summary(late, of)).toBe('failed\nrecovery: missed not-recovered');
    expect(messagesOf(late, of)).toEqual([
      'the steady state did not hold again in time: 10 of 20 requests failed later than 5.0 s after the repair',
    ]);
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
    const undone = without(passingRun(), (event) => event.type === 'fault' && event.status === 'undone');
    expect(exitOf([...undone, dirty, failure('interrupted')])).toBe(8);
    expect(judgeRun([...undone, dirty]).outcome).toBe('errored');
    expect(exitOf(neverFired('DatabaseDown'))).toBe(1);
  });

  it('of a journal that ends anywhere can be judged, and never pass before the end', () => {
    const lines = journalOf(passingRun());
    for (let length = 1; length < lines.length; length++) {
      const { outcome } = judge(tell(buildRecord(lines.slice(0, length))));
      expect(outcome, `after ${length} lines`).not.toBe('passed');
    }
  });
});
