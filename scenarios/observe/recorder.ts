import type { Clock, Milliseconds } from '../../core/time.js';
import type { EngineEvent } from '../../stack/engine/engine.js';
import type { Message } from '../../stack/services/contracts.js';
import type { Supervised } from '../../stack/supervised.js';
import type { RunEvent } from '../events.js';
import type { HeldAlert } from './alertmanager.js';
import { alertChanges, alertsByKey, heldByKey, heldChanges, type SeenAlert } from './changes.js';
import type { Clients } from './clients.js';
import type { RuleState, TargetState } from './prometheus.js';

/** How often Prometheus' and Alertmanager's alerts are looked at; at least every second is the contract of verdicts. */
const ALERTS_EVERY_MS: Milliseconds = 400;
const REST_EVERY_MS: Milliseconds = 900;
const EXCERPT = 1_000;

/** The recorder's last look at everything. `undefined` until the first clear answer; kept while the source is unreachable. */
export interface Latest {
  readonly rules?: readonly RuleState[];
  readonly alerts?: ReadonlyMap<string, SeenAlert>;
  readonly held?: ReadonlyMap<string, HeldAlert>;
  readonly targets?: readonly TargetState[];
  readonly absentSeries?: readonly string[];
  readonly monitoring: Monitoring;
}

type Monitoring = Omit<Extract<RunEvent, { type: 'monitoring' }>, 'type'>;

/** Writes what the system does into the journal, from before the fault until after the recovery. */
export interface Recorder {
  latest(): Latest;
  /** Engine events of the stack since the recording began, still growing. */
  readonly events: readonly EngineEvent[];
  /** Ends the recording; resolves when nothing more will be written. */
  stop(): Promise<void>;
}

/** What the recorder works with. */
export interface RecorderOptions {
  readonly supervised: Supervised;
  readonly clients: Clients;
  /** The engine's clock. */
  readonly clock: Clock;
  /** Alerts whose rule must be loaded. */
  readonly expectedAlerts: readonly string[];
  /** Asked for at each look: series that the expected rules cannot do without. */
  absentSeries(clients: Clients): Promise<readonly string[]>;
  /** Writes to the journal; the recording fails with it. */
  append(event: RunEvent): Promise<unknown>;
  onFailure(error: unknown): void;
}

/** Starts recording; resolves when the engine's events are subscribed and the inbox' position is known. */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const { supervised, clients, clock } = options;
  const stop = new AbortController();
  const events: EngineEvent[] = [];
  let latest: Latest = {
    monitoring: {
      prometheus: 'ok',
      alertmanager: 'ok',
      inbox: 'ok',
      unhealthyRules: [],
      missingRules: [],
      downTargets: [],
      absentSeries: [],
    },
  };
  let reported = JSON.stringify(latest.monitoring);
  const append = (event: RunEvent) => options.append(event).catch(options.onFailure);

  const update = async (change: Partial<Latest>, monitoring: Partial<Monitoring>) => {
    latest = { ...latest, ...change, monitoring: { ...latest.monitoring, ...monitoring } };
    const now = JSON.stringify(latest.monitoring);
    if (now === reported) return;
    reported = now;
    await append({ type: 'monitoring', ...latest.monitoring });
  };

  const lookAtRules = async () => {
    const rules = await clients.prometheus.rules().catch(() => undefined);
    if (!rules) return update({}, { prometheus: 'unreachable' });
    const alerts = alertsByKey(rules);
    for (const event of alertChanges(latest.alerts ?? new Map(), alerts)) await append(event);
    const unhealthyRules = rules.filter(({ health }) => health === 'err').map(({ name }) => name);
    const missingRules = options.expectedAlerts.filter((alert) => !rules.some(({ name }) => name === alert));
    await update({ rules, alerts }, { prometheus: 'ok', unhealthyRules, missingRules });
  };
  const lookAtAlertmanager = async () => {
    const alerts = await clients.alertmanager.alerts().catch(() => undefined);
    if (!alerts) return update({}, { alertmanager: 'unreachable' });
    const held = heldByKey(alerts);
    for (const event of heldChanges(latest.held ?? new Map(), held)) await append(event);
    await update({ held }, { alertmanager: 'ok' });
  };
  const lookAtTargets = async () => {
    const [targets, absentSeries] = await Promise.all([clients.prometheus.targets(), options.absentSeries(clients)]).catch(
      () => [],
    );
    if (!targets || !absentSeries) return;
    const downTargets = targets.filter(({ health }) => health === 'down').map(({ job, instance }) => `${job} ${instance}`);
    await update({ targets, absentSeries }, { downTargets, absentSeries });
  };
  let second = Math.floor(clock.now() / 1_000) - 1;
  const lookAtLoad = async () => {
    for (const record of await clients.visitors.records(second).catch(() => [])) {
      second = record.second;
      await append({ type: 'load', record });
    }
  };
  const watchEngine = async (stream: AsyncIterable<EngineEvent>) => {
    for await (const event of stream) {
      events.push(event);
      const { action, service, instanceId, time, exitCode } = event;
      await append({
        type: 'engine',
        action,
        service,
        instanceId,
        time: Math.round(time),
        ...(exitCode !== undefined && { exitCode }),
      });
    }
  };
  const every = async (ms: Milliseconds, look: () => Promise<unknown>) => {
    while (!stop.signal.aborted) {
      await look();
      await clock.sleep(ms, stop.signal).catch(() => {});
    }
  };

  const stream = await supervised.engine.events(supervised.name, { signal: stop.signal });
  const { messages } = await clients.inbox.messages();
  const loops = [
    watchEngine(stream),
    every(ALERTS_EVERY_MS, lookAtRules),
    every(ALERTS_EVERY_MS, lookAtAlertmanager),
    every(REST_EVERY_MS, lookAtTargets),
    every(REST_EVERY_MS, lookAtLoad),
    clients.inbox.follow(messages.at(-1)?.seq ?? 0, {
      clock,
      signal: stop.signal,
      onMessage: (message) => void append(receipt(message)),
      onState: (inbox) => void update({}, { inbox }),
    }),
  ].map((loop) => loop.catch((error) => (stop.signal.aborted ? undefined : options.onFailure(error))));
  return {
    latest: () => latest,
    events,
    stop: async () => {
      stop.abort();
      await Promise.all(loops);
    },
  };
}

const receipt = ({ seq, channel, to, subject, text, receivedAt, alerts }: Message): RunEvent => ({
  type: 'receipt',
  message: seq,
  channel,
  to,
  subject,
  excerpt: text.slice(0, EXCERPT),
  receivedAt,
  alerts,
});
