import type { Labels } from '../../core/labels.js';
import type { DetectionBounds } from '../../stack/alerting/model.js';
import type { CarriedAlert } from '../../stack/services/contracts.js';
import type { FaultSpec, InstanceRef } from '../model/fault.js';
import type { Expectation, Scenario } from '../model/scenario.js';
import type { JournalLine, RunEvent, RunStarted } from '../record/events.js';

/** Time of the fault in test journals. */
export const T0 = Date.UTC(2026, 10, 22, 22, 0, 0, 250);

/** An event at seconds from injection. */
export type Timed = readonly [seconds: number, event: RunEvent];

/** Journal lines of events, in order of time, stamped as the journal would. */
export const journalOf = (events: readonly Timed[]): readonly JournalLine[] =>
  [...events]
    .sort(([a], [b]) => a - b)
    .map(([seconds, event], i) => ({ seq: i + 1, at: at(seconds), mono: seconds * 1_000 + 60_000, ...event }) as JournalLine);

/** Epoch ms of seconds from injection. */
export const at = (seconds: number): number => Math.round(T0 + seconds * 1_000);

export const DATABASE_LABELS: Labels = { severity: 'critical', service: 'db', layer: 'data' };
export const ERRORS_LABELS: Labels = { severity: 'warning', service: 'api', layer: 'service' };
const EXTERNAL: Labels = { stack: 'supops' };

/** Fingerprints for tests: every alert has one. */
export const fingerprintOf = (alertname: string, labels: Labels = {}): string =>
  Buffer.from(`${alertname}${Object.values(labels).join('')}`)
    .toString('hex')
    .slice(-16);

/** A change of state in Prometheus; `activeAt` in seconds from injection. */
export const alert = (
  alertname: string,
  labels: Labels,
  state: 'pending' | 'firing' | 'inactive',
  activeAt: number,
): RunEvent => ({
  type: 'alert',
  group: 'group',
  alertname,
  labels: { alertname, ...labels },
  state,
  activeAt: at(activeAt),
});

type StateEvent = Extract<RunEvent, { type: 'notification-state' }>;

/** A change in Alertmanager; `startsAt` in seconds from injection. */
export const held = (
  alertname: string,
  labels: Labels,
  state: StateEvent['state'],
  startsAt: number,
  more: Partial<StateEvent> = {},
): RunEvent => ({
  type: 'notification-state',
  fingerprint: fingerprintOf(alertname, labels),
  alertname,
  labels: { alertname, ...labels, ...EXTERNAL },
  state,
  inhibitedBy: [],
  silencedBy: [],
  receivers: ['on-call'],
  startsAt: at(startsAt),
  ...more,
});

/** An alert in a message; nanoseconds as Alertmanager writes them. */
export const carried = (
  alertname: string,
  labels: Labels,
  status: 'firing' | 'resolved',
  [startsAt, endsAt]: readonly [number, number?],
): CarriedAlert => ({
  status,
  alertname,
  fingerprint: fingerprintOf(alertname, labels),
  startsAt: rfc3339(startsAt),
  ...(endsAt === undefined ? {} : { endsAt: rfc3339(endsAt) }),
});

const rfc3339 = (seconds: number): string => new Date(at(seconds)).toISOString().replace('Z', '123456Z');

/** A message, arrived 100 ms before its line. */
export const receipt = (message: number, channel: string, arrivedAt: number, alerts: readonly CarriedAlert[]): Timed => [
  arrivedAt + 0.1,
  {
    type: 'receipt',
    message,
    receiver: 'on-call',
    channel,
    to: channel === 'email' ? 'on-call@supops.example' : '#alerts',
    subject: `[${alerts[0]?.status ?? ''}] ${alerts[0]?.alertname ?? ''}`,
    excerpt: '',
    receivedAt: at(arrivedAt),
    alerts,
  },
];

type EngineWord = Extract<RunEvent, { type: 'engine' }>;

/** What happened to an instance, in platform-neutral words. */
export const engine = (kind: EngineWord['kind'], service: string, seconds: number, instanceId = `${service}-id`): Timed => [
  seconds + 0.02,
  { type: 'engine', kind, word: WORDS[kind], service, instance: service, instanceId, time: at(seconds) },
];

const WORDS: Readonly<Record<EngineWord['kind'], string>> = {
  created: 'create',
  started: 'start',
  signalled: 'kill',
  ended: 'die',
  changed: 'update',
  removed: 'destroy',
  replaced: 'replace',
};

/** The health of the monitoring; sources that are not named answer. */
export const monitoring = ({
  sources,
  ...more
}: Partial<Omit<Extract<RunEvent, { type: 'monitoring' }>, 'sources'>> & {
  readonly sources?: Readonly<Record<string, string>>;
}): RunEvent => ({
  type: 'monitoring',
  sources: { prometheus: 'ok', alertmanager: 'ok', receipts: 'ok', load: 'ok', ...sources },
  unhealthyRules: [],
  downTargets: [],
  absentSeries: [],
  missingRules: [],
  ...more,
});

/** A victim of the system `supops`. */
export const victim = (service: string, id = `${service}-id`): InstanceRef => ({
  selector: { 'dev.supops.stack': 'supops' },
  service,
  instance: service,
  id,
  startedAt: at(-1_000),
});

type FaultEvent = Extract<RunEvent, { type: 'fault' }>;

/** A step in the life of the kill of a service. */
export const fault = (status: FaultEvent['status'], seconds: number, service = 'db', more: Partial<FaultEvent> = {}): Timed => [
  seconds,
  {
    type: 'fault',
    fault: `kill-${service}`,
    status,
    targets: [victim(service)],
    records: [{ kind: 'start', target: victim(service), args: {} }],
    ...more,
  },
];

/** Raw samples; [name, labels, first, last] of alerts that fired. */
export const alertsWindow = (
  complete: boolean,
  fired: readonly (readonly [string, Labels, number, number])[] = [],
): Extract<RunEvent, { type: 'alerts-window' }> => ({
  type: 'alerts-window',
  from: at(0),
  to: at(30),
  stepMs: 1_000,
  complete,
  alerts: fired.map(([alertname, labels, first, last]) => ({
    alertname,
    labels: { alertname, ...labels },
    state: 'firing',
    first: at(first),
    last: at(last),
    samples: Math.round(last - first) + 1,
  })),
});

export const expectation = (alertname: string, more: Partial<Expectation> = {}): Expectation => ({
  id: alertname,
  alert: alertname,
  labels: {},
  notified: [],
  resolves: false,
  line: 6,
  column: 12,
  ...more,
});

/** The expectations of db-down. */
export const DATABASE_DOWN = expectation('DatabaseDown', {
  labels: { severity: 'critical', service: 'db' },
  notified: ['email', 'slack'],
  resolves: true,
});
export const ERRORS_MUTED = expectation('ApiErrorRateHigh', { inhibitedBy: 'DatabaseDown' });

/** The database is killed and held down. */
export const KILL_DB: FaultSpec = {
  id: 'kill-db',
  kind: 'kill',
  target: { service: 'db', instances: 'all' },
  atMs: 0,
  params: { hold: true },
};

export const scenario = (more: Partial<Scenario> = {}): Scenario => ({
  name: 'db-down',
  title: 'The database is gone',
  file: 'db-down.yaml',
  text: '',
  steadyState: { minRequests: 30, minGoodRatio: 0.99 },
  load: { rate: 20, paths: [] },
  faults: [KILL_DB],
  expect: [DATABASE_DOWN, ERRORS_MUTED],
  allow: ['SiteProbeFailing'],
  recoverWithinMs: 60_000,
  ...more,
});

/** Bounds with a floor and a ceiling and nothing else. */
export const bounds = (floorMs: number, ceilingMs: number): DetectionBounds => ({
  floorMs,
  ceilingMs,
  parts: { scrapeMs: 0, evaluationMs: 0, holdMs: 0, windowFillMs: 0, groupWaitMs: 0, groupIntervalMs: 0, deliveryMs: 0 },
});

const EXPRESSIONS: Readonly<Record<string, string>> = {
  DatabaseDown: 'min(mysql_up == 0 or probe_success{job="db-tcp"} == 0)',
  ApiErrorRateHigh: 'rate(http_requests_total[4s]) > 0.05',
};

/** The first line: every expectation has bounds of 1 s to 9 s in force, 60 s to 540 s in production. */
export const started = (of: Scenario, more: Partial<RunStarted> = {}): RunStarted => ({
  type: 'run-started',
  schema: 2,
  run: '20261122-220000-db-down-a1b2',
  scenario: of,
  stack: 'supops',
  speed: 60,
  supopsVersion: '0.1.0',
  engine: {
    id: 'e',
    kind: 'docker',
    version: '20.10',
    apiVersion: '1.41',
    operatingSystem: 'linux',
    architecture: 'amd64',
    cpus: 2,
  },
  versions: {},
  rulesHash: '0',
  configuration: {},
  bounds: Object.fromEntries(
    of.expect.map(({ id }) => [id, { inForce: bounds(1_000, 9_000), production: bounds(60_000, 540_000) }]),
  ),
  rules: Object.fromEntries(
    of.expect.map(({ id, alert: name }) => [
      id,
      {
        group: 'group',
        file: 'rules.yml',
        line: 1,
        expr: EXPRESSIONS[name] ?? 'vector(1)',
        forMs: 1_000,
        severity: 'critical',
      },
    ]),
  ),
  parts: { receipts: 'inbox', load: 'visitors', helpers: true },
  ...more,
});

/** Everything in a run that is not about alerts: steady, killed at 0, repaired at 12, steady again. */
export const circumstances = (of: Scenario = scenario()): readonly Timed[] => [
  [-8, started(of)],
  [-1, { type: 'steady', moment: 'before', holds: true, requests: 60, good: 60, reason: '100.0 % of 60 requests good' }],
  [-0.9, { type: 'baseline', alerts: [{ alertname: 'Watchdog', labels: { alertname: 'Watchdog', severity: 'none' } }] }],
  fault('planned', -0.5),
  fault('applying', -0.4),
  engine('signalled', 'db', 0),
  engine('ended', 'db', 0.05),
  fault('active', 0.1),
  [0.2, { type: 'proof', fault: 'kill-db', proof: { proven: true, evidence: 'engine events kill and die of db', at: at(0) } }],
  fault('undoing', 12),
  engine('started', 'db', 12.1),
  fault('undone', 12.5),
  [25, { type: 'steady', moment: 'after', holds: true, requests: 90, good: 90, reason: '100.0 % of 90 requests good' }],
  [26, alertsWindow(true)],
];

/** DatabaseDown: pending at 1, firing at 2, notified via both at 4, resolved at 21 and notified again. */
export const databaseDown = (labels: Labels = DATABASE_LABELS): readonly Timed[] => [
  [1.3, alert('DatabaseDown', labels, 'pending', 1)],
  [2.3, alert('DatabaseDown', labels, 'firing', 1)],
  [2.4, held('DatabaseDown', labels, 'active', 2)],
  receipt(1, 'email', 4.1, [carried('DatabaseDown', labels, 'firing', [2])]),
  receipt(2, 'slack', 4, [carried('DatabaseDown', labels, 'firing', [2])]),
  [21.3, alert('DatabaseDown', labels, 'inactive', 1)],
  [21.4, held('DatabaseDown', labels, 'gone', 2)],
  receipt(3, 'email', 23, [carried('DatabaseDown', labels, 'resolved', [2, 21])]),
  receipt(4, 'slack', 23.1, [carried('DatabaseDown', labels, 'resolved', [2, 21])]),
];

/** ApiErrorRateHigh: firing at 5, muted by DatabaseDown, gone at 17, never notified. */
export const errorsMuted = (): readonly Timed[] => [
  [2.3, alert('ApiErrorRateHigh', ERRORS_LABELS, 'pending', 2)],
  [5.3, alert('ApiErrorRateHigh', ERRORS_LABELS, 'firing', 2)],
  [
    5.4,
    held('ApiErrorRateHigh', ERRORS_LABELS, 'suppressed', 5, { inhibitedBy: [fingerprintOf('DatabaseDown', DATABASE_LABELS)] }),
  ],
  [17.3, alert('ApiErrorRateHigh', ERRORS_LABELS, 'inactive', 2)],
  [17.4, held('ApiErrorRateHigh', ERRORS_LABELS, 'gone', 5)],
];

/** A run of db-down in which everything happens as it should. */
export const passingRun = (of: Scenario = scenario()): readonly Timed[] => [
  ...without(circumstances(of), ({ type }) => type === 'alerts-window'),
  ...databaseDown(),
  ...errorsMuted(),
  [
    26,
    alertsWindow(true, [
      ['DatabaseDown', DATABASE_LABELS, 2, 20],
      ['ApiErrorRateHigh', ERRORS_LABELS, 5, 16],
    ]),
  ],
];

/** The events without those that match the predicate. */
export const without = (events: readonly Timed[], predicate: (event: RunEvent) => boolean): readonly Timed[] =>
  events.filter(([, event]) => !predicate(event));
