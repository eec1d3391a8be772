import type { Finding, Judgement, Verdict } from '../../scenarios/model/verdict.js';
import type { JournalLine } from '../../scenarios/record/events.js';
import { monitoring } from '../../scenarios/testing/journals.js';
import type { RunSummary } from '../history/run-summary.js';
import { BEFORE, INCIDENT, RECEIPTS } from './db-down.js';
import { moment } from './db-down-data.js';
import { cutAt, type Entry, journalOf, START } from './journal.js';

const ended = (outcome: Judgement['outcome'], exitCode: number, ms = 26_212): Entry => [
  ms,
  { type: 'run-ended', outcome, exitCode },
];

const judged = (outcome: Judgement['outcome'], verdicts: readonly Verdict[], findings: readonly Finding[]): Entry => [
  25_900,
  { type: 'judged', judgement: { outcome, verdicts, findings } },
];

const DETECTED: Verdict = {
  id: 'DatabaseDown',
  expectation:
    'DatabaseDown {service="db", severity="critical"} fires and is notified by email and slack within 7 s, and resolves',
  result: 'met',
  value: 'notified after 2.4 s',
  valueMs: 2_400,
  budgetMs: 7_000,
  evidence: 'messages 12 (email), 11 (slack), fingerprint 7c1f0f5b9a3d2e44',
  findings: [],
};
const MUTED: Verdict = {
  id: 'ApiErrorRateHigh',
  expectation: 'ApiErrorRateHigh is muted by DatabaseDown',
  result: 'met',
  value: 'suppressed 5.8 s after the fault, no message',
  evidence: 'Alertmanager, fingerprint b05e77c2d1a94f10',
  findings: [],
};
const NOTHING_ELSE: Verdict = {
  id: 'nothing-else',
  expectation: 'nothing else fires',
  result: 'met',
  value: 'no other alert',
  evidence: 'ALERTS samples of the whole window',
  findings: [],
};
const RECOVERED: Verdict = {
  id: 'recovery',
  expectation: 'the steady state holds again within 60 s',
  result: 'met',
  value: 'after 2.0 s',
  valueMs: 2_039,
  budgetMs: 60_000,
  evidence: '200 of 200 requests good',
  findings: [],
};

/** Everything as it should be. */
export const passedRun = (): readonly JournalLine[] =>
  journalOf([
    ...BEFORE,
    ...INCIDENT,
    ...RECEIPTS,
    judged('passed', [DETECTED, MUTED, NOTHING_ELSE, RECOVERED], []),
    ended('passed', 0),
  ]);

/** Slack's receiver is broken: the mail arrives, the message does not. */
export function slackBrokenRun(): readonly JournalLine[] {
  const finding: Finding = {
    id: 'not-notified',
    alert: 'DatabaseDown',
    message: 'DatabaseDown fired and was notified by email, but no slack message that carries it arrived within 7 s',
  };
  const missed: Verdict = {
    ...withoutValue(DETECTED),
    result: 'missed',
    value: 'email after 2.4 s, slack never',
    evidence: 'message 12 (email), fingerprint 7c1f0f5b9a3d2e44',
    findings: [finding],
  };
  const mails = RECEIPTS.filter(([, event]) => event.type !== 'receipt' || event.channel !== 'slack');
  return journalOf([
    ...BEFORE,
    ...INCIDENT,
    ...mails,
    judged('failed', [missed, MUTED, NOTHING_ELSE, RECOVERED], [finding]),
    ended('failed', 1),
  ]);
}

/** The shop answered badly before anything was touched. */
export function notSteadyRun(): readonly JournalLine[] {
  const reason = '61 of 84 requests good (72.62 %), wanted at least 99 %';
  const finding: Finding = { id: 'not-steady', message: `the steady state did not hold before the fault: ${reason}` };
  const calm = BEFORE.filter(([, { type }]) => type !== 'steady');
  const load = (second: number, failed: number): Entry => [
    second * 1_000 + 1_050,
    {
      type: 'load',
      record: { second: START / 1_000 + second, requests: 20, failed, slow: 0, p50Ms: 3.6, p95Ms: 9.1, maxMs: 14.8 },
    },
  ];
  return journalOf([
    ...calm,
    ...[0, 1, 2, 3].map((second) => load(second, 5 + (second % 2))),
    [4_205, { type: 'steady', moment: 'before', holds: false, requests: 84, good: 61, reason }],
    [4_310, { type: 'judged', judgement: { outcome: 'not-steady', verdicts: [], findings: [finding] } }],
    ended('not-steady', 6, 4_320),
  ]);
}

/** supops was killed while the fault was there. */
export const truncatedRun = (): readonly JournalLine[] => journalOf(cutAt([...BEFORE, ...INCIDENT, ...RECEIPTS], 7_600));

/** Runs of the days before, for comparison. */
export const EARLIER: readonly RunSummary[] = [
  earlierRun('20261122-101502-db-down-77c0', 'passed', 12.25, 2_211),
  earlierRun('20261121-174455-db-down-09fe', 'passed', 28.75, 3_108),
  earlierRun('20261121-173901-db-down-5b1d', 'inconclusive', 28.85),
];

function earlierRun(run: string, outcome: RunSummary['outcome'], hoursAgo: number, detectedMs?: number): RunSummary {
  return {
    run,
    scenario: 'db-down',
    outcome,
    startedAt: moment(-hoursAgo * 3_600_000),
    durationMs: 26_000,
    dir: run,
    speed: 60,
    ...(detectedMs === undefined ? {} : { detectedMs }),
  };
}

function withoutValue({ valueMs: _, ...verdict }: Verdict): Verdict {
  return verdict;
}

/** The exporter and the probe of the database were gone: the rule had nothing to see. */
export function blindRun(): readonly JournalLine[] {
  const series = ['mysql_up', 'probe_success{job="db-tcp"}'];
  const message = `DatabaseDown did not fire, and could not: ${series.join(' and ')} had no samples`;
  const finding: Finding = { id: 'series-absent', alert: 'DatabaseDown', message };
  const unknown: Verdict = {
    ...withoutValue(DETECTED),
    result: 'unknown',
    value: 'cannot be told',
    evidence: 'absent series',
    findings: [finding],
  };
  const fired = new Set(['DatabaseDown', 'ApiErrorRateHigh', 'SiteProbeFailing']);
  const quiet = [...BEFORE, ...INCIDENT].filter(
    ([, event]) =>
      event.type !== 'series' &&
      !((event.type === 'alert' || event.type === 'notification-state') && fired.has(event.alertname)),
  );
  return journalOf([
    ...quiet,
    [4_650, monitoring({ absentSeries: series })],
    [21_300, monitoring({ sources: { prometheus: 'does not answer' }, absentSeries: series })],
    [22_310, monitoring({ absentSeries: series })],
    judged('inconclusive', [unknown, NOTHING_ELSE, RECOVERED], [finding]),
    ended('inconclusive', 7),
  ]);
}

/** Ctrl-C while the alert was awaited; the fault was undone. */
export function interruptedRun(): readonly JournalLine[] {
  const before = cutAt([...BEFORE, ...INCIDENT], 6_000);
  const undone = INCIDENT.filter(([ms, { type }]) => ms > 10_702 && ms < 13_611 && type !== 'phase' && type !== 'load').map(
    ([ms, event]): Entry => [ms - 4_500, shifted(event)],
  );
  return journalOf([
    ...before,
    ...undone,
    [9_150, { type: 'failure', code: 'interrupted', message: 'interrupted by Ctrl-C' }],
    [9_151, { type: 'judged', judgement: { outcome: 'interrupted', verdicts: [], findings: [] } }],
    ended('interrupted', 130, 9_160),
  ]);
}

/** The engine went away before anything was touched. */
export const erroredRun = (): readonly JournalLine[] =>
  journalOf([
    ...cutAt(BEFORE, 2_000),
    [
      2_100,
      { type: 'failure', code: 'engine-unreachable', message: 'the engine closed the connection', hint: 'is dockerd running?' },
    ],
    [2_110, { type: 'judged', judgement: { outcome: 'errored', verdicts: [], findings: [] } }],
    ended('errored', 4, 2_120),
  ]);

/** The database could not be started again. */
export function dirtyRun(): readonly JournalLine[] {
  const events = [...BEFORE, ...INCIDENT].filter(
    ([ms, event]) => ms <= 10_711 || event.type === 'clock' || event.type === 'load' || event.type === 'alerts-window',
  );
  const finding: Finding = { id: 'not-recovered', message: 'the steady state did not hold again within 60 s' };
  const [first] = INCIDENT.flatMap(([, event]) => (event.type === 'fault' ? [event] : []));
  if (!first) throw new Error('the incident has no undo');
  return journalOf([
    ...events,
    ...RECEIPTS.filter(([ms]) => ms < 10_000),
    [13_000, { ...first, status: 'dirty', detail: 'db: the engine refuses to start it: no space left on device' }],
    [
      25_000,
      { type: 'steady', moment: 'after', holds: false, requests: 90, good: 20, reason: '20 of 90 requests good, wanted 99 %' },
    ],
    judged(
      'failed',
      [
        DETECTED,
        {
          ...withoutValue(RECOVERED),
          result: 'missed',
          value: 'never',
          evidence: '20 of 90 requests good',
          findings: [finding],
        },
      ],
      [finding],
    ),
    ended('failed', 8),
  ]);
}

function shifted(event: Entry[1]): Entry[1] {
  switch (event.type) {
    case 'engine':
      return { ...event, time: event.time - 4_500 };
    case 'remediation':
      return { ...event, startedAt: event.startedAt - 4_500, endedAt: event.endedAt - 4_500 };
    default:
      return event;
  }
}
