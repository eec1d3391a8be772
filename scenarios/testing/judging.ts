import { judge } from '../judge/judge.js';
import type { Scenario } from '../model/scenario.js';
import type { Judgement } from '../model/verdict.js';
import type { RunEvent } from '../record/events.js';
import { buildRecord } from '../record/record.js';
import { tell } from '../story/tell.js';
import { type DATABASE_DOWN, expectation, journalOf, passingRun, scenario, started, type Timed, without } from './journals.js';

/** Judges a run given as events; with a scenario, as if it had been a run of that one. */
export const judgeRun = (events: readonly Timed[], of?: Scenario): Judgement =>
  judge(tell(buildRecord(journalOf(of === undefined ? events : asRunOf(of, events)))));

const asRunOf = (of: Scenario, events: readonly Timed[]): readonly Timed[] =>
  events.map(([seconds, event]): Timed => [seconds, event.type === 'run-started' ? started(of) : event]);

/** `DatabaseDown: missed not-notified` and so on, for verdicts that are not met, and the outcome. */
export function summary(events: readonly Timed[], of?: Scenario): string {
  const { outcome, verdicts, findings } = judgeRun(events, of);
  const lines = verdicts
    .filter(({ result }) => result !== 'met')
    .map(({ id, result, findings: own }) => [`${id}: ${result}`, ...own.map((finding) => finding.id)].join(' '));
  const run = findings.filter((finding) => !verdicts.some((verdict) => verdict.findings.includes(finding)));
  return [outcome, ...run.map(({ id }) => id), ...lines].join('\n');
}

/** The messages of the findings. */
export const messagesOf = (events: readonly Timed[], of?: Scenario): readonly string[] =>
  judgeRun(events, of).findings.map(({ message }) => message);

/** Matches what Prometheus and Alertmanager reported about an alert. */
export const isAlert = (name: string) => (event: RunEvent) =>
  (event.type === 'alert' || event.type === 'notification-state') && event.alertname === name;
/** Matches messages via a channel. */
export const isReceipt = (channel: string, status: string) => (event: RunEvent) =>
  event.type === 'receipt' && event.channel === channel && event.alerts.some((one) => one.status === status);
/** Matches events by type. */
export const isType =
  (...types: readonly RunEvent['type'][]) =>
  (event: RunEvent) =>
    types.includes(event.type);

/** The run as it would have been if the alert had never fired. */
export const neverFired = (name: string, events: readonly Timed[] = passingRun()): readonly Timed[] =>
  without(events, isAlert(name)).map(
    ([seconds, event]): Timed =>
      event.type === 'alerts-window'
        ? [seconds, { ...event, alerts: event.alerts.filter(({ alertname }) => alertname !== name) }]
        : [seconds, event],
  );

/** db-down with one bare expectation. */
export const only = (more: Partial<typeof DATABASE_DOWN> = {}) => scenario({ expect: [expectation('DatabaseDown', more)] });
