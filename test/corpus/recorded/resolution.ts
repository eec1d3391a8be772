import { inAlertmanager, inPrometheus, messages, relabel, treated, unsampled } from './alert-edits.js';
import { drop, either, ofType } from './edit.js';
import type { RecordedSituation } from './recorded.js';
import { monitoringIs, ONLY_DATABASE_DOWN, restarted } from './run-edits.js';

const resolved = drop(messages('DatabaseDown', undefined, 'resolved'));
const lasts = (alert: string) => drop(either(inPrometheus(alert, 'inactive'), inAlertmanager(alert, 'gone')));

/** Whether the alert ended, and whether people were told. */
export const RESOLUTION: readonly RecordedSituation[] = [
  {
    name: 'not resolved',
    wrong: 'it fires on after the repair',
    edits: [lasts('DatabaseDown'), resolved],
    outcome: 'failed',
    findings: ['DatabaseDown: not-resolved'],
  },
  {
    name: 'said to be resolved, and still firing',
    wrong: 'Alertmanager sends a resolution while Prometheus still lists the alert',
    edits: [drop(inPrometheus('DatabaseDown', 'inactive'))],
    outcome: 'failed',
    findings: ['DatabaseDown: not-resolved'],
  },
  {
    name: 'resolution not delivered',
    wrong: 'no channel says that it is over',
    edits: [resolved],
    outcome: 'failed',
    findings: ['DatabaseDown: resolution-not-notified'],
  },
  {
    name: 'resolution not delivered by mail',
    wrong: 'those who were woken by mail are not told that it is over',
    edits: [drop(messages('DatabaseDown', 'email', 'resolved'))],
    outcome: 'failed',
    findings: ['DatabaseDown: resolution-not-notified'],
  },
  {
    name: 'resolution lost with the inbox',
    wrong: 'the inbox was started again after the repair',
    edits: [ONLY_DATABASE_DOWN, resolved, restarted('inbox', 10)],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind'],
  },
  {
    name: 'end not seen',
    wrong: 'Prometheus does not answer at the end: nobody knows whether it resolved, nor what else fired',
    edits: [
      lasts('DatabaseDown'),
      resolved,
      drop(ofType('alerts-window', 'series')),
      monitoringIs(12, { sources: { prometheus: 'does not answer' } }),
    ],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind', 'monitoring-blind'],
  },
  {
    name: 'resolved and notified with a wrong label',
    wrong: 'delivery and resolution do not make up for the label',
    edits: [relabel('DatabaseDown', { severity: 'page' }), treated('DatabaseDown', { receivers: ['on-call'] })],
    outcome: 'failed',
    findings: ['DatabaseDown: label-mismatch'],
  },
  {
    name: 'a muted alert that does not resolve',
    wrong: 'nothing: the scenario does not ask that it resolves',
    edits: [lasts('ContainerGone'), unsampled('ContainerGone')],
    outcome: 'passed',
    findings: [],
  },
];
