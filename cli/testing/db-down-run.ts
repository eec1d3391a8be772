import type { JournalLine, Phase, RunEvent } from '../../scenarios/record/events.js';
import { started as runStarted, scenario } from '../../scenarios/testing/journals.js';
import type { DetectionBounds } from '../../stack/alerting/model.js';

const START = Date.UTC(2026, 0, 1, 12);

/** The time of the fault in `dbDownRun`, epoch ms. */
export const INJECTED_AT = START + 2_000;

const bounds: DetectionBounds = {
  floorMs: 3_000,
  ceilingMs: 8_500,
  parts: {
    scrapeMs: 1_000,
    evaluationMs: 1_000,
    holdMs: 1_000,
    windowFillMs: 0,
    groupWaitMs: 500,
    groupIntervalMs: 2_000,
    deliveryMs: 1_000,
  },
};

const started = runStarted(scenario({ allow: [] }), {
  run: '20260101-120000-db-down',
  bounds: { DatabaseDown: { inForce: bounds, production: bounds } },
  rules: {},
});

const database = { alertname: 'DatabaseDown', labels: { severity: 'critical', service: 'db' } };
const errors = { alertname: 'ApiErrorRateHigh', labels: { service: 'api-1' } };

const phase = (name: Phase, status: 'started' | 'ended'): RunEvent => ({ type: 'phase', phase: name, status });

const receipt = (
  channel: 'email' | 'slack',
  fingerprint: string,
  afterMs: number,
  status: 'firing' | 'resolved',
): RunEvent => ({
  type: 'receipt',
  message: afterMs,
  receiver: 'team',
  channel,
  to: 'team',
  subject: 'DatabaseDown',
  excerpt: '',
  receivedAt: INJECTED_AT + afterMs,
  alerts: [{ status, alertname: 'DatabaseDown', fingerprint, startsAt: new Date(INJECTED_AT + 3_000).toISOString() }],
});

const notification = (
  alert: typeof database | typeof errors,
  fingerprint: string,
  state: 'active' | 'suppressed',
  inhibitedBy: readonly string[] = [],
): RunEvent => ({
  type: 'notification-state',
  ...alert,
  fingerprint,
  state,
  inhibitedBy,
  silencedBy: [],
  receivers: ['team'],
  startsAt: INJECTED_AT + 3_000,
});

/** A short journal of a run that passed, for renderers; two alerts change before the fault, and one message does not belong to this run. */
export function dbDownRun(): readonly JournalLine[] {
  const events: readonly (readonly [ms: number, event: RunEvent])[] = [
    [0, started],
    [0, phase('quiet', 'started')],
    [500, { type: 'alert', group: 'database', ...database, state: 'firing' }],
    [900, { type: 'alert', group: 'database', ...database, state: 'inactive' }],
    [1_900, { type: 'steady', moment: 'before', holds: true, requests: 40, good: 40, reason: '40 of 40 requests were good' }],
    [1_900, phase('quiet', 'ended')],
    [2_000, phase('inject', 'started')],
    [
      2_050,
      {
        type: 'proof',
        fault: 'kill-db',
        proof: { proven: true, evidence: 'engine events kill and die of db', at: INJECTED_AT },
      },
    ],
    [2_100, phase('inject', 'ended')],
    [2_100, phase('detect', 'started')],
    [2_100, { type: 'waiting', for: 'DatabaseDown', limitMs: 9_500 }],
    [4_000, { type: 'alert', group: 'database', ...database, state: 'pending' }],
    [5_000, { type: 'alert', group: 'database', ...database, state: 'firing' }],
    [5_100, receipt('email', 'dead', 3_100, 'firing')],
    [5_200, notification(database, 'f00d', 'active')],
    [5_500, { type: 'alert', group: 'api', ...errors, state: 'firing' }],
    [5_600, notification(errors, 'beef', 'suppressed', ['DatabaseDown'])],
    [6_200, receipt('email', 'f00d', 4_200, 'firing')],
    [6_300, receipt('slack', 'f00d', 4_300, 'firing')],
    [6_400, phase('detect', 'ended')],
    [6_400, phase('recover', 'started')],
    [13_000, { type: 'alert', group: 'database', ...database, state: 'inactive' }],
    [14_000, receipt('email', 'f00d', 12_000, 'resolved')],
    [15_000, phase('recover', 'ended')],
    [15_000, { type: 'run-ended', outcome: 'passed', exitCode: 0 }],
  ];
  return events.map(([mono, event], i) => ({ seq: i + 1, at: START + mono, mono, ...event }));
}
