import type { Milliseconds } from '../../core/time.js';
import type { RunEvent } from '../record/events.js';
import { alertChanges, alertsByKey, heldByKey, heldChanges } from './changes.js';
import type { Clients } from './clients.js';
import type { Memory } from './memory.js';

/** How often Prometheus' and Alertmanager's alerts are looked at; at least every second is the contract of verdicts. */
const ALERTS_EVERY_MS: Milliseconds = 400;
const REST_EVERY_MS: Milliseconds = 900;

/** Something that is looked at again and again. Never rejects because of what cannot be asked: that is remembered. */
export interface Look {
  readonly everyMs: Milliseconds;
  look(): Promise<void>;
}

/** What the looks work with. */
export interface LookContext {
  readonly clients: Clients;
  readonly memory: Memory;
  /** Alerts whose rule must be loaded. */
  readonly expectedAlerts: readonly string[];
  /** Epoch second after which the load counts. */
  readonly loadAfter: number;
  absentSeries(clients: Clients): Promise<readonly string[]>;
  append(event: RunEvent): Promise<unknown>;
}

/** Everything that is looked at, each in its own rhythm. */
export const looksOf = (context: LookContext): readonly Look[] => [
  { everyMs: ALERTS_EVERY_MS, look: () => lookAtRules(context) },
  { everyMs: ALERTS_EVERY_MS, look: () => lookAtAlertmanager(context) },
  { everyMs: REST_EVERY_MS, look: () => lookAtTargets(context) },
  { everyMs: REST_EVERY_MS, look: lookAtLoad(context) },
];

async function lookAtRules({ clients, memory, expectedAlerts, append }: LookContext): Promise<void> {
  const rules = await clients.prometheus.rules().catch(() => undefined);
  if (!rules) return memory.update({}, { prometheus: 'unreachable' });
  const alerts = alertsByKey(rules);
  for (const event of alertChanges(memory.latest().alerts ?? new Map(), alerts)) await append(event);
  const unhealthyRules = rules.filter(({ health }) => health === 'err').map(({ name }) => name);
  const missingRules = expectedAlerts.filter((alert) => !rules.some(({ name }) => name === alert));
  await memory.update({ rules, alerts }, { prometheus: 'ok', unhealthyRules, missingRules });
}

async function lookAtAlertmanager({ clients, memory, append }: LookContext): Promise<void> {
  const alerts = await clients.alertmanager.alerts().catch(() => undefined);
  if (!alerts) return memory.update({}, { alertmanager: 'unreachable' });
  const held = heldByKey(alerts);
  for (const event of heldChanges(memory.latest().held ?? new Map(), held)) await append(event);
  await memory.update({ held }, { alertmanager: 'ok' });
}

async function lookAtTargets({ clients, memory, absentSeries: absent }: LookContext): Promise<void> {
  const [targets, absentSeries] = await Promise.all([clients.prometheus.targets(), absent(clients)]).catch(() => []);
  if (!targets || !absentSeries) return;
  const downTargets = targets.filter(({ health }) => health === 'down').map(({ job, instance }) => `${job} ${instance}`);
  await memory.update({ targets, absentSeries }, { downTargets, absentSeries });
}

function lookAtLoad({ clients, loadAfter, append }: LookContext): () => Promise<void> {
  let second = loadAfter;
  return async () => {
    for (const record of await clients.visitors.records(second).catch(() => [])) {
      second = record.second;
      await append({ type: 'load', record });
    }
  };
}
