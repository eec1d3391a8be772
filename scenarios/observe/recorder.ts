import type { Clock } from '../../core/time.js';
import type { EngineEvent } from '../../stack/engine/engine.js';
import { stackSelector } from '../../stack/model/labels.js';
import type { Message } from '../../stack/services/contracts.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { RunEvent } from '../record/events.js';
import type { Clients } from './clients.js';
import { type Look, looksOf } from './looks.js';
import { createMemory, type Latest } from './memory.js';

const EXCERPT = 1_000;

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
  const { supervised, clients, clock, onFailure } = options;
  const stop = new AbortController();
  const events: EngineEvent[] = [];
  const append = (event: RunEvent) => options.append(event).catch(onFailure);
  const memory = createMemory(append);
  const loadAfter = Math.floor(clock.now() / 1_000) - 1;
  const looks = looksOf({ ...options, append, memory, loadAfter });
  const every = async ({ everyMs, look }: Look) => {
    while (!stop.signal.aborted) {
      await look();
      await clock.sleep(everyMs, stop.signal).catch(() => {});
    }
  };
  const watchEngine = async (stream: AsyncIterable<EngineEvent>) => {
    for await (const event of stream) {
      events.push(event);
      await append(engineLine(event));
    }
  };
  const stream = await supervised.engine.events(stackSelector(supervised.name), { signal: stop.signal });
  const { inboxId, messages } = await clients.inbox.messages().catch((error) => {
    stop.abort();
    throw error;
  });
  const loops = [
    watchEngine(stream),
    ...looks.map(every),
    clients.inbox.follow(
      { inboxId, seq: messages.at(-1)?.seq ?? 0 },
      {
        clock,
        signal: stop.signal,
        onMessage: (message) => void append(receipt(message)),
        onState: (inbox) => void memory.update({}, { inbox }),
        // What the one before had not told is lost with it.
        onReplaced: () => void memory.update({}, { inbox: 'unreachable' }),
      },
    ),
  ].map((loop) => loop.catch((error) => (stop.signal.aborted ? undefined : onFailure(error))));
  return {
    latest: memory.latest,
    events,
    stop: async () => {
      stop.abort();
      await Promise.all(loops);
    },
  };
}

const engineLine = ({ word, instance, instanceId, time, exitCode }: EngineEvent): RunEvent => ({
  type: 'engine',
  action: word === 'destroy' ? 'remove' : word,
  service: instance,
  instanceId,
  time: Math.round(time),
  ...(exitCode !== undefined && { exitCode }),
});

const receipt = ({ seq, channel, to, subject, text, receivedAt, alerts }: Message): RunEvent => ({
  type: 'receipt',
  message: seq,
  channel: channel === 'email' || channel === 'slack' ? channel : 'webhook',
  to,
  subject,
  excerpt: text.slice(0, EXCERPT),
  receivedAt,
  alerts,
});
