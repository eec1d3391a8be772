import type { Clock } from '../../core/time.js';
import type { EngineEvent } from '../../stack/engine/engine.js';
import type { Message } from '../../stack/services/contracts.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { RunEvent } from '../record/events.js';
import { EXCERPT_LENGTH } from '../record/excerpt.js';
import type { Clients } from './clients.js';
import { type EvaluationTrack, trackEvaluations } from './evaluations.js';
import type { InboxClient } from './inbox.js';
import { type Look, looksOf } from './looks.js';
import { createMemory, type Latest, type Memory, type SourceName } from './memory.js';
import { type Starvation, watchStarvation } from './starvation.js';

/** Writes what the system does into the journal, from before the fault until after the recovery. */
export interface Recorder {
  latest(): Latest;
  /** Engine events of the system since the recording began, still growing. */
  readonly events: readonly EngineEvent[];
  readonly evaluations: EvaluationTrack;
  /** How busy this machine was since the recording began. */
  starvation(): Starvation;
  /** Ends the recording; resolves when nothing more will be written. */
  stop(): Promise<void>;
}

/** What the recorder works with. */
export interface RecorderOptions {
  readonly supervised: Pick<Supervised, 'events'>;
  readonly clients: Clients;
  /** The engine's clock. */
  readonly clock: Clock;
  /** Alerts whose rule must be loaded. */
  readonly expectedAlerts: readonly string[];
  /** Queried on each poll: series that the expected rules cannot do without. */
  absentSeries(clients: Clients): Promise<readonly string[]>;
  /** Writes to the journal; if that fails, so does the recording. */
  append(event: RunEvent): Promise<unknown>;
  onFailure(error: unknown): void;
}

/** Starts recording; resolves when the engine's events are subscribed and the inbox's position is known. */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const { supervised, clients, clock, onFailure } = options;
  const stop = new AbortController();
  const events: EngineEvent[] = [];
  const append = (event: RunEvent) => options.append(event).catch(onFailure);
  const memory = createMemory(sourcesOf(clients), append);
  const evaluations = trackEvaluations(new Set(options.expectedAlerts));
  const starvation = watchStarvation();
  const loadAfter = Math.floor(clock.now() / 1_000) - 1;
  const looks = looksOf({ ...options, append, memory, evaluations, loadAfter });
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
  const stream = await supervised.events(stop.signal);
  const followInbox = await inboxFollower(clients.receipts, { memory, append, clock, signal: stop.signal }).catch((error) => {
    stop.abort();
    throw error;
  });
  const loops = [watchEngine(stream), ...looks.map(every), followInbox()].map((loop) =>
    loop.catch((error) => (stop.signal.aborted ? undefined : onFailure(error))),
  );
  return {
    latest: memory.latest,
    events,
    evaluations,
    starvation: starvation.sofar,
    stop: async () => {
      stop.abort();
      await Promise.all(loops);
      starvation.stop();
    },
  };
}

const sourcesOf = ({ receipts, load }: Clients): readonly SourceName[] => [
  'prometheus',
  'alertmanager',
  ...(receipts ? (['receipts'] as const) : []),
  ...(load ? (['load'] as const) : []),
];

interface Following {
  readonly memory: Memory;
  append(event: RunEvent): Promise<unknown>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Reads the inbox's position, and returns what follows the inbox from there; without an inbox nothing is followed. */
async function inboxFollower(inbox: InboxClient | undefined, { memory, append, clock, signal }: Following) {
  if (!inbox) return async () => {};
  const { inboxId, messages } = await inbox.messages();
  return () =>
    inbox.follow(
      { inboxId, seq: messages.at(-1)?.seq ?? 0 },
      {
        clock,
        signal,
        onMessage: (message) => void append(receipt(message)),
        onState: (receipts) => void memory.update({}, { sources: { receipts: receipts === 'ok' ? 'ok' : 'does not answer' } }),
        // What the previous one had not delivered is lost with it.
        onReplaced: () => void memory.update({}, { sources: { receipts: 'was restarted' } }),
      },
    );
}

const engineLine = ({ kind, word, service, instance, instanceId, time, exitCode }: EngineEvent): RunEvent => ({
  type: 'engine',
  kind,
  word,
  service,
  instance,
  instanceId,
  time: Math.round(time),
  ...(exitCode !== undefined && { exitCode }),
});

const receipt = ({ seq, receiver, channel, to, subject, text, receivedAt, alerts }: Message): RunEvent => ({
  type: 'receipt',
  message: seq,
  receiver,
  channel,
  to,
  subject,
  excerpt: text.slice(0, EXCERPT_LENGTH),
  receivedAt,
  alerts,
});
