import type { CarriedAlert } from '../../../stack/services/contracts.js';
import { inAlertmanager, message, messages, treated } from './alert-edits.js';
import { after, all, change, drop, type Edit, waitsLonger } from './edit.js';
import type { RecordedSituation } from './recorded.js';
import { monitoringIs, ONLY_DATABASE_DOWN, restarted, without } from './run-edits.js';

const slack = drop(messages('DatabaseDown', 'slack'));
const nothing = drop(messages('DatabaseDown'));

/** Slack's only message says something else about the alert. */
const slackSays = (to: Partial<CarriedAlert>): Edit =>
  all(
    drop(messages('DatabaseDown', 'slack', 'resolved')),
    change('receipt', (line) =>
      line.channel === 'slack' ? { ...line, alerts: line.alerts.map((alert) => ({ ...alert, ...to })) } : line,
    ),
  );

/** Whether the message came, and where. */
export const DELIVERY: readonly RecordedSituation[] = [
  {
    name: 'webhook failing',
    wrong: 'Slack does not take the message',
    edits: [slack, waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified'],
  },
  {
    name: 'mail refused',
    wrong: 'the mail server does not take the message',
    edits: [drop(messages('DatabaseDown', 'email')), waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified'],
  },
  {
    name: 'not sent to Alertmanager',
    wrong: 'it fires in Prometheus, and Alertmanager never hears of it',
    edits: [ONLY_DATABASE_DOWN, nothing, drop(inAlertmanager('DatabaseDown')), waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified'],
  },
  {
    name: 'silenced',
    wrong: 'somebody silenced it before the exercise and forgot',
    edits: [treated('DatabaseDown', { state: 'suppressed', silencedBy: ['1f2e'] }), nothing, waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified', 'DatabaseDown: silenced'],
  },
  {
    name: 'inhibited',
    wrong: 'another alert mutes the one that must wake people',
    edits: [treated('DatabaseDown', { state: 'suppressed', inhibitedBy: ['FrontDown'] }), nothing, waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: inhibited', 'DatabaseDown: not-notified'],
  },
  {
    name: 'wrong receiver',
    wrong: 'it goes to the team, who have Slack and no mail',
    edits: [treated('DatabaseDown', { receivers: ['team'] }), drop(messages('DatabaseDown', 'email')), waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified', 'DatabaseDown: wrong-receiver'],
  },
  {
    name: 'message without marker',
    wrong: 'the message names the alert, but not its fingerprint and start: it may be about another incident',
    edits: [slack, message(2.8, { channel: 'slack', alerts: [], subject: '[FIRING] DatabaseDown on db' }), waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified', 'DatabaseDown: receipt-unidentified'],
  },
  {
    name: 'message about an alert with a longer name',
    wrong: 'ReplicaDatabaseDown is not DatabaseDown',
    edits: [slack, message(2.8, { channel: 'slack', alerts: [], subject: '[FIRING] ReplicaDatabaseDown' }), waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified'],
  },
  {
    name: 'message of the previous run',
    wrong:
      'same name and fingerprint, another start: the incident before this one, within one group_interval, swallowed the message',
    edits: [slackSays({ startsAt: new Date(after(-300)).toISOString() }), waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified'],
  },
  {
    name: 'message with another fingerprint',
    wrong: 'the name alone never matches',
    edits: [slackSays({ fingerprint: '00000000000000aa' }), waitsLonger(10)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-notified'],
  },
  {
    name: 'message before Prometheus was asked',
    wrong: 'nothing: a message can arrive before its alert can be queried',
    edits: [
      change('receipt', (line) =>
        messages('DatabaseDown', 'slack', 'firing')(line) ? { ...line, at: after(2.3), receivedAt: after(2.3) } : line,
      ),
    ],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'inbox unreachable to the end',
    wrong: 'messages may have come, and nobody knows: neither of the alert nor of those that must be muted',
    edits: [slack, monitoringIs(1, { sources: { receipts: 'does not answer' } }), waitsLonger(10)],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind', 'ApiErrorRateHigh: monitoring-blind', 'ContainerGone: monitoring-blind'],
  },
  {
    name: 'inbox unreachable for a moment',
    wrong: 'nothing: the inbox keeps what came meanwhile',
    edits: [monitoringIs(3, { sources: { receipts: 'does not answer' } }), monitoringIs(4)],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'inbox restarted',
    wrong: 'all expected messages came, but others may have been lost with the old inbox',
    edits: [restarted('inbox', 4)],
    outcome: 'inconclusive',
    findings: ['ApiErrorRateHigh: monitoring-blind', 'ContainerGone: monitoring-blind'],
  },
  {
    name: 'no inbox',
    wrong: 'nobody tells what the system sends',
    edits: [without('receipts'), drop(({ type }) => type === 'receipt'), waitsLonger(10)],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: receipts-absent', 'ApiErrorRateHigh: receipts-absent', 'ContainerGone: receipts-absent'],
  },
];
