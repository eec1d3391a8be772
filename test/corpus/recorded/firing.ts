import { fires, inPrometheus, message, neverFiring, neverPending, relabel } from './alert-edits.js';
import { after, change, drop, waitsLonger } from './edit.js';
import type { RecordedSituation } from './recorded.js';
import { ONLY_DATABASE_DOWN } from './run-edits.js';

const DATABASE_DOWN = { severity: 'critical', layer: 'data', service: 'db' };
const REPLICA_DOWN = { severity: 'critical', layer: 'data', service: 'replica' };

/** Whether the expected alert fired, and as which. */
export const FIRING: readonly RecordedSituation[] = [
  {
    name: 'right alert',
    wrong: 'nothing: it fires, arrives by both channels, its symptoms are muted, and it resolves',
    edits: [],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'wrong severity',
    wrong: 'it fires as a warning',
    edits: [relabel('DatabaseDown', { severity: 'warning' })],
    outcome: 'failed',
    findings: ['DatabaseDown: label-mismatch'],
  },
  {
    name: 'wrong label',
    wrong: 'it names another service',
    edits: [relabel('DatabaseDown', { service: 'database' })],
    outcome: 'failed',
    findings: ['DatabaseDown: label-mismatch'],
  },
  {
    name: 'label absent',
    wrong: 'it does not say which service',
    edits: [relabel('DatabaseDown', { service: undefined })],
    outcome: 'failed',
    findings: ['DatabaseDown: label-mismatch'],
  },
  {
    name: 'more labels than expected',
    wrong: 'nothing: only the labels that the scenario names are compared',
    edits: [relabel('DatabaseDown', { region: 'north' })],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'never pending',
    wrong: 'the expression never matches, although its series are there and the rule is evaluated throughout',
    edits: [ONLY_DATABASE_DOWN, neverPending('DatabaseDown'), waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'pending only',
    wrong: 'pending is not firing',
    edits: [ONLY_DATABASE_DOWN, neverFiring('DatabaseDown'), waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'pending only, in another group',
    wrong: 'a rule of the same name in another group fires for a replica that was down already: that is another alert',
    edits: [
      ONLY_DATABASE_DOWN,
      neverFiring('DatabaseDown'),
      fires({ alert: 'DatabaseDown', group: 'replicas', labels: REPLICA_DOWN, fires: [-5, 40] }),
      waitsLonger(10),
    ],
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'two alerts of one name in two groups',
    wrong: 'the expected one is right; the other group fires it for a service that nobody expects',
    edits: [fires({ alert: 'DatabaseDown', group: 'replicas', labels: REPLICA_DOWN, fires: [3, 12] })],
    outcome: 'failed',
    findings: ['DatabaseDown: unexpected-alert'],
  },
  {
    name: 'already firing',
    wrong: 'it fired before the fault and still does: that it does proves nothing',
    edits: [
      ONLY_DATABASE_DOWN,
      neverPending('DatabaseDown'),
      fires({ alert: 'DatabaseDown', group: 'availability', labels: DATABASE_DOWN, fires: [-5, 40] }),
      waitsLonger(10),
    ],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: already-firing'],
  },
  {
    name: 'fired before the fault, then never',
    wrong: 'what was over before the fault does not count',
    edits: [
      ONLY_DATABASE_DOWN,
      neverPending('DatabaseDown'),
      fires({ alert: 'DatabaseDown', group: 'availability', labels: DATABASE_DOWN, fires: [-6, -3] }),
      waitsLonger(10),
    ],
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'fired before the fault, and again because of it',
    wrong: 'nothing: the second time is an alert of its own',
    edits: [fires({ alert: 'DatabaseDown', group: 'availability', labels: DATABASE_DOWN, fires: [-6, -3] })],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'never fired, but a message of it came',
    wrong: 'a message of an incident that nobody saw in Prometheus does not make it fire',
    edits: [
      ONLY_DATABASE_DOWN,
      neverPending('DatabaseDown'),
      message(3, {
        channel: 'slack',
        alerts: [
          {
            status: 'firing',
            alertname: 'DatabaseDown',
            fingerprint: 'f09839b612ae820e',
            startsAt: '2026-11-25T00:40:00.000Z',
          },
        ],
      }),
      waitsLonger(10),
    ],
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'fired before Prometheus was asked',
    wrong: 'nothing: without `for` no look sees it pending',
    edits: [drop(inPrometheus('DatabaseDown', 'pending'))],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'evaluated a moment before the fault was stamped',
    wrong: 'nothing: an evaluation is stamped with the time for which it was planned, and sees what happened up to 50 ms later',
    edits: [change('alert', (line) => (line.alertname === 'DatabaseDown' ? { ...line, activeAt: after(-0.03) } : line))],
    outcome: 'passed',
    findings: [],
  },
];
