import { messageOf } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import type { RunEvent } from '../record/events.js';
import { alertChanges, alertmanagerAlertsByKey, alertmanagerChanges, alertsByKey } from './changes.js';
import type { Clients } from './clients.js';
import type { EvaluationTrack } from './evaluations.js';
import type { Memory } from './memory.js';
import type { VisitorsClient } from './visitors.js';

/** How often Prometheus' and Alertmanager's alerts are polled; verdicts rely on at least once per second. */
const ALERTS_EVERY_MS: Milliseconds = 400;
const REST_EVERY_MS: Milliseconds = 900;

/** Something that is polled again and again. Never rejects because a source is unreachable: that is remembered. */
export interface Look {
  readonly everyMs: Milliseconds;
  look(): Promise<void>;
}

/** What the polls work with. */
export interface LookContext {
  readonly clients: Clients;
  readonly memory: Memory;
  readonly evaluations: EvaluationTrack;
  /** Alerts whose rule must be loaded. */
  readonly expectedAlerts: readonly string[];
  /** Epoch second after which the load counts. */
  readonly loadAfter: number;
  absentSeries(clients: Clients): Promise<readonly string[]>;
  append(event: RunEvent): Promise<unknown>;
}

/** Everything that is polled, each at its own interval. */
export const looksOf = (context: LookContext): readonly Look[] => [
  { everyMs: ALERTS_EVERY_MS, look: () => lookAtRules(context) },
  { everyMs: ALERTS_EVERY_MS, look: () => lookAtAlertmanager(context) },
  { everyMs: REST_EVERY_MS, look: () => lookAtTargets(context) },
  ...(context.clients.load ? [{ everyMs: REST_EVERY_MS, look: lookAtLoad(context, context.clients.load) }] : []),
];

async function lookAtRules({ clients, memory, evaluations, expectedAlerts, append }: LookContext): Promise<void> {
  const rules = await answerOf(clients.prometheus.rules());
  if (!rules.ok) return memory.update({}, { sources: { prometheus: rules.reason } });
  evaluations.saw(rules.answer);
  const alerts = alertsByKey(rules.answer);
  for (const event of alertChanges(memory.latest().alerts ?? new Map(), alerts)) await append(event);
  const unhealthyRules = rules.answer.filter(({ health }) => health === 'err').map(({ name }) => name);
  const missingRules = expectedAlerts.filter((alert) => !rules.answer.some(({ name }) => name === alert));
  await memory.update({ rules: rules.answer, alerts }, { sources: { prometheus: 'ok' }, unhealthyRules, missingRules });
}

async function lookAtAlertmanager({ clients, memory, append }: LookContext): Promise<void> {
  const alerts = await answerOf(clients.alertmanager.alerts());
  if (!alerts.ok) return memory.update({}, { sources: { alertmanager: alerts.reason } });
  const alertmanagerAlerts = alertmanagerAlertsByKey(alerts.answer);
  for (const event of alertmanagerChanges(memory.latest().alertmanagerAlerts ?? new Map(), alertmanagerAlerts))
    await append(event);
  await memory.update({ alertmanagerAlerts }, { sources: { alertmanager: 'ok' } });
}

async function lookAtTargets({ clients, memory, absentSeries: absent }: LookContext): Promise<void> {
  const [targets, absentSeries] = await Promise.all([clients.prometheus.targets(), absent(clients)]).catch(() => []);
  if (!targets || !absentSeries) return;
  const downTargets = targets.filter(({ health }) => health === 'down').map(({ job, instance }) => `${job} ${instance}`);
  await memory.update({ targets, absentSeries }, { downTargets, absentSeries });
}

function lookAtLoad({ memory, loadAfter, append }: LookContext, load: VisitorsClient): () => Promise<void> {
  let second = loadAfter;
  return async () => {
    const records = await answerOf(load.records(second));
    if (!records.ok) return memory.update({}, { sources: { load: records.reason } });
    for (const record of records.answer) {
      second = record.second;
      await append({ type: 'load', record });
    }
    await memory.update({}, { sources: { load: 'ok' } });
  };
}

type Answer<T> = { readonly ok: true; readonly answer: T } | { readonly ok: false; readonly reason: string };

const answerOf = <T>(asked: Promise<T>): Promise<Answer<T>> =>
  asked.then(
    (answer) => ({ ok: true, answer }),
    (error) => ({ ok: false, reason: messageOf(error) }),
  );
