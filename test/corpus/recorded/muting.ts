import type { CarriedAlert } from '../../../stack/services/contracts.js';
import { inAlertmanager, message, neverPending, treated } from './alert-edits.js';
import { after, drop, type Edit, waitsLonger } from './edit.js';
import type { RecordedSituation } from './recorded.js';
import { monitoringIs } from './run-edits.js';

const carried = (startsAt: number): CarriedAlert => ({
  status: 'firing',
  alertname: 'ApiErrorRateHigh',
  fingerprint: 'f0ed4baa25cb434f',
  startsAt: new Date(startsAt).toISOString(),
});

const ARRIVES: readonly [at: number, startsAt: number] = [5.9, 1795568525465];
const slackAt = (at: number, startsAt: number): Edit => message(at, { channel: 'slack', alerts: [carried(startsAt)] });

/** Alerts that another one must mute. */
export const MUTING: readonly RecordedSituation[] = [
  {
    name: 'not muted',
    wrong: 'the symptom is notified while its cause lasts',
    edits: [treated('ApiErrorRateHigh', { state: 'active', inhibitedBy: [] }), slackAt(...ARRIVES), waitsLonger(10)],
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: not-inhibited'],
  },
  {
    name: 'not muted, and its end notified',
    wrong: 'the message that it is over comes after the repair: it did not slip out, it was never muted',
    edits: [
      treated('ApiErrorRateHigh', { state: 'active', inhibitedBy: [] }),
      slackAt(...ARRIVES),
      message(11, { channel: 'slack', alerts: [{ ...carried(ARRIVES[1]), status: 'resolved' }] }),
    ],
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: not-inhibited'],
  },
  {
    name: 'muted too late',
    wrong: 'the symptom escapes before its inhibitor arrives, and is muted from then on',
    edits: [slackAt(...ARRIVES), waitsLonger(10)],
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: not-inhibited'],
  },
  {
    name: 'slipped out after the repair',
    wrong: 'the cause resolves first, and the symptom is notified while its window drains',
    edits: [slackAt(9, ARRIVES[1])],
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: slipped-out'],
  },
  {
    name: 'muted by the wrong alert',
    wrong: 'it is muted, but not by its cause',
    edits: [treated('ApiErrorRateHigh', { inhibitedBy: ['ApiDown'] })],
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: wrong-inhibitor'],
  },
  {
    name: 'muted by a silence',
    wrong: 'it is muted, but not by its cause',
    edits: [treated('ApiErrorRateHigh', { inhibitedBy: [], silencedBy: ['1f2e'] })],
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: silenced'],
  },
  {
    name: 'muted, and never fired',
    wrong: 'what never fired was muted by nothing',
    edits: [neverPending('ApiErrorRateHigh'), waitsLonger(10)],
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: not-fired'],
  },
  {
    name: 'neither muted nor notified',
    wrong: 'nothing suppresses it; the message is only slow',
    edits: [treated('ApiErrorRateHigh', { state: 'active', inhibitedBy: [] }), waitsLonger(10)],
    outcome: 'failed',
    findings: ['ApiErrorRateHigh: not-inhibited'],
  },
  {
    name: 'inhibitor known by its fingerprint',
    wrong: 'nothing: Alertmanager names inhibitors by fingerprint',
    edits: [treated('ApiErrorRateHigh', { inhibitedBy: ['f09839b612ae820e'] })],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'unmarked message about a muted alert',
    wrong: 'a message names it without saying which incident it is about',
    edits: [message(5.9, { channel: 'email', alerts: [], subject: '[FIRING] ApiErrorRateHigh on api' })],
    outcome: 'inconclusive',
    findings: ['ApiErrorRateHigh: receipt-unidentified'],
  },
  {
    name: 'belated message of an earlier incident',
    wrong: 'nothing: its alert began before the fault',
    edits: [slackAt(5.9, after(-60))],
    outcome: 'passed',
    findings: [],
  },
  {
    name: 'Alertmanager did not answer while it was muted',
    wrong: 'nobody saw whether it was muted',
    edits: [
      drop(inAlertmanager('ApiErrorRateHigh')),
      monitoringIs(4.8, { sources: { alertmanager: 'does not answer' } }),
      waitsLonger(10),
    ],
    outcome: 'inconclusive',
    findings: ['ApiErrorRateHigh: monitoring-blind'],
  },
];
