import type { RunEvent, RunStarted } from '../../scenarios/record/events.js';
import {
  DATABASE_DOWN as FIRES,
  ERRORS_MUTED as MUTED,
  monitoring,
  scenario,
  started,
} from '../../scenarios/testing/journals.js';
import { databaseLogs, inboxReceipts, load, moment, series } from './db-down-data.js';
import type { Entry } from './journal.js';

const TEXT = `scenario: db-down
title: The database is gone
target: { service: db }
fault: { kind: kill, hold: true }
expect:
  - alert: DatabaseDown
    labels: { severity: critical, service: db }
    notified: [email, slack]
    resolves: true
  - alert: ApiErrorRateHigh
    inhibitedBy: DatabaseDown
allow: [SiteProbeFailing]
runbook: docs/runbooks/DatabaseDown.md
`;

const SCENARIO = scenario({
  file: 'scenarios/catalogue/db-down.yaml',
  text: TEXT,
  expect: [
    { ...FIRES, column: 5 },
    { ...MUTED, line: 10, column: 5 },
  ],
  runbook: 'docs/runbooks/DatabaseDown.md',
});

const parts = { windowFillMs: 0, deliveryMs: 1_000 };
const BOUNDS: RunStarted['bounds'] = {
  DatabaseDown: {
    inForce: {
      floorMs: 1_000,
      ceilingMs: 6_000,
      parts: { ...parts, scrapeMs: 1_000, evaluationMs: 1_000, holdMs: 1_000, groupWaitMs: 500, groupIntervalMs: 2_000 },
    },
    production: {
      floorMs: 60_000,
      ceilingMs: 211_000,
      parts: {
        ...parts,
        scrapeMs: 15_000,
        evaluationMs: 15_000,
        holdMs: 60_000,
        groupWaitMs: 10_000,
        groupIntervalMs: 120_000,
      },
    },
  },
};

/** The first line of every run here. */
export const STARTED = started(SCENARIO, {
  run: '20261122-223015-db-down-a1b2',
  engine: {
    id: 'ENGINE',
    kind: 'docker',
    version: '27.5.1',
    apiVersion: '1.47',
    operatingSystem: 'Debian GNU/Linux 13 (trixie)',
    architecture: 'x86_64',
    cpus: 2,
  },
  versions: {
    prometheus: 'prom/prometheus:v3.13.4',
    alertmanager: 'prom/alertmanager:v0.34.1',
    mariadb: 'mariadb:11.8.9',
    node: 'node:24.21.0-trixie-slim',
  },
  rulesHash: '5f2b8c1e9d3a47c60b1f5e8d7a92c4e3f0b6d1a8c7e5f4b3a2d1c0e9f8b7a6d5',
  configuration: { 'alertmanager.yml': 'route: {}', 'prometheus.yml': 'global: {}' },
  bounds: BOUNDS,
  rules: {
    DatabaseDown: {
      group: 'availability',
      file: 'availability.yml',
      line: 12,
      expr: 'min by (stack) (mysql_up == 0 or probe_success{job="db-tcp"} == 0)',
      forMs: 1_000,
      severity: 'critical',
      runbookUrl: 'https://github.com/example/supops/blob/main/docs/runbooks/DatabaseDown.md',
    },
    ApiErrorRateHigh: {
      group: 'symptoms',
      file: 'symptoms.yml',
      line: 4,
      expr: 'sum(rate(http_request_duration_seconds_count{status="5xx"}[4s]))\n  / sum(rate(http_request_duration_seconds_count[4s])) > 0.05',
      forMs: 3_000,
      severity: 'warning',
    },
  },
});

const DB = 'd4f6a1c09b7e5d21aa30';
const VICTIM = {
  selector: { 'dev.supops.stack': 'supops' },
  service: 'db',
  instance: 'db',
  id: DB,
  startedAt: moment(-95_000),
};
const UNDO = [
  { kind: 'restart-policy', target: VICTIM, args: { policy: 'unless-stopped' } },
  { kind: 'start', target: VICTIM, args: {} },
];

/** Labels of the alerts in Alertmanager, where the external label is there too. */
export const DATABASE_DOWN = { alertname: 'DatabaseDown', layer: 'data', service: 'db', severity: 'critical', stack: 'supops' };
const ERROR_RATE = { alertname: 'ApiErrorRateHigh', layer: 'app', service: 'api', severity: 'warning', stack: 'supops' };
const SITE_PROBE = { alertname: 'SiteProbeFailing', layer: 'edge', service: 'front', severity: 'warning', stack: 'supops' };
const FINGERPRINT = {
  DatabaseDown: '7c1f0f5b9a3d2e44',
  ApiErrorRateHigh: 'b05e77c2d1a94f10',
  SiteProbeFailing: '19aa3c5de7f40b62',
};

const phase = (name: Extract<RunEvent, { type: 'phase' }>['phase'], from: number, to: number): readonly Entry[] => [
  [from, { type: 'phase', phase: name, status: 'started' }],
  [to, { type: 'phase', phase: name, status: 'ended' }],
];

/** Preflight, quiet and steady state: all before anything is touched. */
export const BEFORE: readonly Entry[] = [
  [0, STARTED],
  [4, { type: 'clock', moment: 'start', offsetMs: 2.4, uncertaintyMs: 1.1 }],
  ...phase('preflight', 10, 612),
  [20, monitoring({})],
  ...phase('quiet', 613, 4_210),
  [
    4_180,
    {
      type: 'baseline',
      alerts: [{ alertname: 'Watchdog', labels: { alertname: 'Watchdog', severity: 'none' }, fingerprint: 'f00d' }],
    },
  ],
  [4_205, { type: 'steady', moment: 'before', holds: true, requests: 82, good: 82, reason: '82 of 82 requests good' }],
];

/** Kill, proof, detection, repair, recovery, without the judgement. */
export const INCIDENT: readonly Entry[] = [
  ...phase('inject', 4_211, 4_640),
  [4_400, { type: 'guardian', status: 'armed' }],
  [4_410, { type: 'fault', fault: 'kill-db', status: 'planned', targets: [VICTIM], records: UNDO }],
  [4_421, { type: 'fault', fault: 'kill-db', status: 'applying', targets: [VICTIM], records: UNDO }],
  [
    4_560,
    { type: 'engine', kind: 'signalled', word: 'kill', service: 'db', instance: 'db', instanceId: DB, time: moment(4_512.38) },
  ],
  [
    4_590,
    {
      type: 'engine',
      kind: 'ended',
      word: 'die',
      service: 'db',
      instance: 'db',
      instanceId: DB,
      time: moment(4_570.9),
      exitCode: 137,
    },
  ],
  [4_600, { type: 'fault', fault: 'kill-db', status: 'active', targets: [VICTIM], records: UNDO }],
  [
    4_631,
    {
      type: 'proof',
      fault: 'kill-db',
      proof: {
        proven: true,
        evidence: 'engine events kill and die (exit code 137) of db (d4f6a1c09b7e); state read back: exited',
        at: moment(4_512),
      },
    },
  ],
  ...phase('detect', 4_641, 10_702),
  [5_520, alert('availability', DATABASE_DOWN, 'pending', 5_347)],
  [6_520, alert('availability', DATABASE_DOWN, 'firing', 5_347)],
  [6_561, state('DatabaseDown', DATABASE_DOWN, 'active', 6_347)],
  [6_720, alert('availability', SITE_PROBE, 'pending', 6_612)],
  [7_521, alert('symptoms', ERROR_RATE, 'pending', 7_347)],
  [9_720, alert('availability', SITE_PROBE, 'firing', 6_612)],
  [9_760, state('SiteProbeFailing', SITE_PROBE, 'suppressed', 9_612)],
  [10_522, alert('symptoms', ERROR_RATE, 'firing', 7_347)],
  [10_562, state('ApiErrorRateHigh', ERROR_RATE, 'suppressed', 10_347)],
  ...phase('remediate', 10_703, 13_610),
  [10_710, { type: 'fault', fault: 'kill-db', status: 'undoing', targets: [VICTIM], records: UNDO }],
  [
    10_980,
    { type: 'engine', kind: 'started', word: 'start', service: 'db', instance: 'db', instanceId: DB, time: moment(10_961.2) },
  ],
  [
    13_602,
    {
      type: 'fault',
      fault: 'kill-db',
      status: 'undone',
      targets: [VICTIM],
      records: UNDO,
      detail: 'restart policy unless-stopped, running',
    },
  ],
  [
    13_606,
    {
      type: 'remediation',
      fault: 'kill-db',
      step: 'restore the restart policy of db and start it',
      effect: 'db runs, restart policy unless-stopped, ready after 2.2 s',
      startedAt: moment(10_710),
      endedAt: moment(13_602),
    },
  ],
  ...phase('recover', 13_611, 25_890),
  [15_520, alert('availability', SITE_PROBE, 'inactive')],
  [15_560, state('SiteProbeFailing', SITE_PROBE, 'gone', 9_612, 15_112)],
  [18_521, alert('symptoms', ERROR_RATE, 'inactive')],
  [18_561, state('ApiErrorRateHigh', ERROR_RATE, 'gone', 10_347, 18_347)],
  [21_520, alert('availability', DATABASE_DOWN, 'inactive')],
  [21_561, state('DatabaseDown', DATABASE_DOWN, 'gone', 6_347, 21_347)],
  [24_610, { type: 'steady', moment: 'after', holds: true, requests: 200, good: 200, reason: '200 of 200 requests good' }],
  [24_702, { type: 'guardian', status: 'released' }],
  ...load().map((record): Entry => [record.second * 1_000 - moment(0) + 1_050, { type: 'load', record }]),
  ...series().map((event): Entry => [25_402, event]),
  [
    25_420,
    {
      type: 'alerts-window',
      from: moment(4_000),
      to: moment(24_900),
      stepMs: 1_000,
      complete: true,
      alerts: [],
    },
  ],
  ...databaseLogs().map((event): Entry => [25_430, event]),
  [25_880, { type: 'clock', moment: 'end', offsetMs: 2.6, uncertaintyMs: 0.9 }],
];

/** The messages of a run in which everything arrives. */
export const RECEIPTS: readonly Entry[] = inboxReceipts();

function alert(
  group: string,
  labels: Readonly<Record<string, string>>,
  is: 'pending' | 'firing' | 'inactive',
  activeAt?: number,
): RunEvent {
  // Rules do not know the external label.
  const { stack: _, ...known } = labels;
  const alertname = labels.alertname ?? '';
  return {
    type: 'alert',
    group,
    alertname,
    labels: known,
    state: is,
    ...(activeAt === undefined ? {} : { activeAt: moment(activeAt) }),
  };
}

function state(
  alertname: keyof typeof FINGERPRINT,
  labels: Readonly<Record<string, string>>,
  is: 'active' | 'suppressed' | 'gone',
  startsAt: number,
  endsAt?: number,
): RunEvent {
  return {
    type: 'notification-state',
    fingerprint: FINGERPRINT[alertname],
    alertname,
    labels,
    state: is,
    inhibitedBy: is === 'suppressed' ? [FINGERPRINT.DatabaseDown] : [],
    silencedBy: [],
    receivers: [labels.severity === 'critical' ? 'critical' : 'warning'],
    startsAt: moment(startsAt),
    ...(endsAt === undefined ? {} : { endsAt: moment(endsAt) }),
  };
}
