import type { JournalLine } from '../../../scenarios/record/events.js';
import { fires, message, messages, neverPending } from './alert-edits.js';
import { add, after, all, cutAt, drop, type Edit, ofType, waitsLonger } from './edit.js';
import type { RecordedSituation } from './recorded.js';
import { expecting, startedWith } from './run-edits.js';

const CACHE_DOWN = { severity: 'warning', layer: 'data', service: 'cache' };
const DATABASE_DOWN = { alertname: 'DatabaseDown', severity: 'critical', layer: 'data', service: 'db' };

/** DatabaseDown is gone from 8 s on, and fires once more from 10.5 s until its end. */
const FLAP: Edit = all(
  ...(
    [
      [8, 'inactive', 1.3],
      [9.6, 'pending', 9.5],
      [10.6, 'firing', 9.5],
    ] as const
  ).map(([at, state, activeAt]) =>
    add(at, {
      type: 'alert',
      group: 'availability',
      alertname: 'DatabaseDown',
      labels: DATABASE_DOWN,
      state,
      activeAt: after(activeAt),
    }),
  ),
);

const innocent = (to: Partial<Extract<JournalLine, { type: 'run-started' }>['scenario']>, watchMs: number): Edit =>
  all(
    neverPending('DatabaseDown'),
    neverPending('ApiErrorRateHigh'),
    neverPending('ContainerGone'),
    startedWith((line) => ({ ...line, watchMs, scenario: { ...line.scenario, expect: [], ...to } })),
  );

/** A Watchdog whose messages come every 5 s. */
const SILENT: Edit = startedWith((line) => ({
  ...line,
  scenario: { ...line.scenario, silences: [{ id: 'Watchdog', alert: 'Watchdog', line: 8, column: 12 }] },
  silences: {
    Watchdog: {
      inForce: { floorMs: 5_000, ceilingMs: 14_000, periodMs: 5_000, expiryMs: 4_000 },
      production: { floorMs: 300_000, ceilingMs: 840_000, periodMs: 300_000, expiryMs: 240_000 },
    },
  },
}));
const watchdogOf = (from: number, to: number) =>
  drop((line) => messages('Watchdog')(line) && line.at > after(from) && line.at < after(to));

const watchdogAt = (seconds: number): Edit =>
  message(seconds, {
    channel: 'webhook',
    alerts: [
      { status: 'firing', alertname: 'Watchdog', fingerprint: 'dbb3776b8de6d864', startsAt: '2026-11-25T01:01:50.731Z' },
    ],
  });

/** Order, repetition, alerts that are forbidden, and runs in which nothing may fire. */
export const COURSE: readonly RecordedSituation[] = [
  {
    name: 'wrong order',
    wrong: 'the alert that should come first fires 2 s later',
    edits: [expecting('DatabaseDown', { afterAlert: 'ContainerGone' })],
    outcome: 'failed',
    findings: ['DatabaseDown: order-wrong'],
  },
  {
    name: 'order without the first',
    wrong: 'the alert that should come first never comes',
    edits: [expecting('DatabaseDown', { afterAlert: 'CacheDown' })],
    outcome: 'failed',
    findings: ['DatabaseDown: order-wrong'],
  },
  {
    name: 'flapping',
    wrong: 'it resolves and fires again while its cause lasts',
    edits: [waitsLonger(10), FLAP],
    outcome: 'failed',
    findings: ['DatabaseDown: flapping'],
  },
  {
    name: 'flapping, and allowed to',
    wrong: 'nothing: the scenario says `flaps: 1`',
    edits: [waitsLonger(10), FLAP, expecting('DatabaseDown', { flaps: 1 })],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'forbidden alert, muted',
    wrong: 'it must not fire, not even muted',
    edits: [
      startedWith((line) => ({ ...line, scenario: { ...line.scenario, forbid: ['CacheDown'] } })),
      fires({ alert: 'CacheDown', labels: CACHE_DOWN, fires: [4, 12], inhibitedBy: ['DatabaseDown'] }),
    ],
    outcome: 'failed',
    findings: ['CacheDown: forbidden-alert'],
  },
  {
    name: 'innocent, and nothing fires',
    wrong: 'nothing',
    edits: [innocent({}, 8_000), waitsLonger(10)],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'innocent, and an alert fires',
    wrong: 'people are woken for nothing',
    edits: [innocent({}, 8_000), fires({ alert: 'CacheDown', labels: CACHE_DOWN, fires: [3, 6] }), waitsLonger(10)],
    outcome: 'failed',
    findings: ['CacheDown: unexpected-alert'],
  },
  {
    name: 'innocent, and not watched for long enough',
    wrong: 'the slowest rule could not have fired yet',
    edits: [innocent({}, 60_000), waitsLonger(10)],
    outcome: 'inconclusive',
    findings: ['monitoring-blind'],
  },
  {
    name: 'innocent, without raw samples',
    wrong: 'no data is not silence',
    edits: [innocent({}, 8_000), drop(ofType('alerts-window')), waitsLonger(10)],
    outcome: 'inconclusive',
    findings: ['monitoring-blind'],
  },
  {
    name: 'Watchdog falls silent and comes back',
    wrong: 'nothing: that is how one learns that Alertmanager is down',
    edits: [SILENT, waitsLonger(10), watchdogOf(0, 16)],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'Watchdog does not fall silent',
    wrong: 'its messages go on',
    edits: [SILENT, waitsLonger(15), ...[6, 11, 16, 20].map(watchdogAt)],
    outcome: 'failed',
    findings: ['Watchdog: not-silent'],
  },
  {
    name: 'Watchdog does not come back',
    wrong: 'silent from the fault to the end',
    edits: [SILENT, waitsLonger(10), watchdogOf(0, 100)],
    outcome: 'failed',
    findings: ['Watchdog: still-silent'],
  },
  {
    name: 'nothing expected, and killed before the end',
    wrong: 'a run that ended in the middle has seen nothing',
    edits: [innocent({}, 8_000), cutAt(5)],
    outcome: 'inconclusive',
    findings: ['monitoring-blind'],
  },
];
