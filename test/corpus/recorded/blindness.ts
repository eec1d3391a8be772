import { inAlertmanager, inPrometheus, messages, neverPending } from './alert-edits.js';
import { change, cutAt, drop, either, ofType, waitsLonger } from './edit.js';
import type { RecordedSituation } from './recorded.js';
import { monitoringIs, ONLY_DATABASE_DOWN } from './run-edits.js';

const DOWN = 'does not answer';
const never = [ONLY_DATABASE_DOWN, neverPending('DatabaseDown'), waitsLonger(10)];
const unseen = drop(either(inPrometheus('DatabaseDown'), inAlertmanager('DatabaseDown'), messages('DatabaseDown')));
const gaps = change('alerts-window', (line) => ({ ...line, complete: false }));
const noSamples = drop(ofType('alerts-window', 'series'));
const BOTH_SERIES = ['mysql_up', 'probe_success{job="db-tcp"}'];

/** What the monitoring could not see: that an alert did not fire is then no finding. */
export const BLINDNESS: readonly RecordedSituation[] = [
  {
    name: 'series absent',
    wrong: 'both series of the rule are gone: it could not fire',
    edits: [...never, monitoringIs(0.5, { absentSeries: BOTH_SERIES })],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: series-absent'],
  },
  {
    name: 'one of two series absent',
    wrong: 'the rule reads either: it could have fired by the other',
    edits: [...never, monitoringIs(0.5, { absentSeries: ['mysql_up'] })],
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'series absent for a while',
    wrong: 'the exporter was stopped in mid-run and came back: not scraped throughout',
    edits: [...never, monitoringIs(1, { absentSeries: BOTH_SERIES }), monitoringIs(3)],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: series-absent'],
  },
  {
    name: 'series absent before the fault',
    wrong: 'nothing was injected, and this is why',
    edits: [cutAt(-4.1), monitoringIs(-4, { absentSeries: BOTH_SERIES }), ONLY_DATABASE_DOWN],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: series-absent'],
  },
  {
    name: 'rule unhealthy',
    wrong: 'its expression fails at every evaluation',
    edits: [...never, monitoringIs(0.5, { unhealthyRules: ['DatabaseDown'] })],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: rule-unhealthy'],
  },
  {
    name: 'rule missing',
    wrong: 'it is in the files, and Prometheus has not loaded it',
    edits: [...never, monitoringIs(0.5, { missingRules: ['DatabaseDown'] })],
    outcome: 'failed',
    findings: ['DatabaseDown: rule-not-loaded'],
  },
  {
    name: 'another rule unhealthy',
    wrong: 'that a rule that nobody waits for fails excuses nothing',
    edits: [...never, monitoringIs(0.5, { unhealthyRules: ['CacheDown'] })],
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'Prometheus stopped in mid-run',
    wrong: 'nobody could see whether it fired, nor what else did',
    edits: [...never, noSamples, monitoringIs(1, { sources: { prometheus: DOWN } })],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind', 'monitoring-blind'],
  },
  {
    name: 'Prometheus restarted in mid-run',
    wrong: 'the expected alert was seen; what else fired during the gap was not',
    edits: [gaps, monitoringIs(3, { sources: { prometheus: DOWN } }), monitoringIs(5)],
    outcome: 'inconclusive',
    findings: ['monitoring-blind'],
  },
  {
    name: 'Prometheus restarted, alert not seen',
    wrong: 'it may have fired in the gap',
    edits: [...never, gaps, monitoringIs(1, { sources: { prometheus: DOWN } }), monitoringIs(4)],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind', 'monitoring-blind'],
  },
  {
    name: 'Prometheus slow to answer',
    wrong: 'looks failed, but the raw samples of the whole window are complete: it did not fire',
    edits: [...never, monitoringIs(1, { sources: { prometheus: DOWN } }), monitoringIs(4)],
    outcome: 'failed',
    findings: ['DatabaseDown: not-fired'],
  },
  {
    name: 'fired unseen',
    wrong: 'the raw samples show that it fired while no look succeeded: its way to the people is unknown',
    edits: [ONLY_DATABASE_DOWN, unseen, waitsLonger(10), monitoringIs(1, { sources: { prometheus: DOWN } })],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind'],
  },
  {
    name: 'raw samples not collected',
    wrong: 'without them nobody knows that nothing else fired',
    edits: [drop(ofType('alerts-window'))],
    outcome: 'inconclusive',
    findings: ['monitoring-blind'],
  },
  {
    name: 'Alertmanager stopped',
    wrong: 'the alert fires, nothing is delivered, and Alertmanager cannot be asked why',
    edits: [
      ONLY_DATABASE_DOWN,
      drop(either(inAlertmanager('DatabaseDown'), messages('DatabaseDown'))),
      waitsLonger(10),
      monitoringIs(1, { sources: { alertmanager: DOWN } }),
    ],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind'],
  },
  {
    name: 'not watched for long enough',
    wrong: 'the repair began before its time was up',
    edits: [ONLY_DATABASE_DOWN, neverPending('DatabaseDown')],
    outcome: 'inconclusive',
    findings: ['DatabaseDown: monitoring-blind'],
  },
];
