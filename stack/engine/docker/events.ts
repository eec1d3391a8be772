import type Docker from 'dockerode';
import { EXIT, SupopsError } from '../../../core/errors.js';
import type { EngineEvent, EngineEventKind, Events } from '../events.js';
import type { Client } from './client.js';
import { ask, UNLIMITED } from './errors.js';
import { askInfo } from './identity.js';
import { namesOf, parseMoment } from './instance.js';
import { toFilter } from './listing.js';
import { formatSince } from './logs.js';
import { guarded, toJson, untilAborted } from './streams.js';

/** One event as the engine reports it; newer engines leave out `status` and `id`. */
export interface DockerEvent {
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes?: Readonly<Record<string, string>> };
  /** Seconds. */
  readonly time: number;
  /** Nanoseconds since the epoch; the parsed number is exact to 256 ns. */
  readonly timeNano?: number;
}

// Words of moby/api/types/events. Docker never puts another container in the place of one.
const KINDS: Readonly<Record<string, EngineEventKind>> = {
  create: 'created',
  start: 'started',
  kill: 'signalled',
  die: 'ended',
  destroy: 'removed',
  stop: 'changed',
  oom: 'changed',
  pause: 'changed',
  unpause: 'changed',
  update: 'changed',
  restart: 'changed',
  health_status: 'changed',
};

/** What happens to instances. */
export const events = (client: Client): Events => ({
  async events({ labels }, { since, signal }) {
    const action = `listen to the events of ${toFilter(labels).join(', ')}`;
    // The engine answers before it subscribes. Asked for events since a moment, it first sends those that it remembers, so none is lost.
    const from = since ?? parseMoment((await askInfo(client)).SystemTime);
    const filters = { type: ['container'], label: toFilter(labels) };
    const options = { since: formatSince(from), filters, abortSignal: signal };
    const request = client.docker.getEvents(options as unknown as Docker.GetEventsOptions) as Promise<NodeJS.ReadableStream>;
    const stream = guarded(await ask(action, request, UNLIMITED));
    return untilAborted(action, signal, () => toEvents(toJson<DockerEvent>(stream), from));
  },
});

async function* toEvents(events: AsyncIterable<DockerEvent>, from: number): AsyncGenerator<EngineEvent> {
  for await (const event of events) {
    const translated = toEvent(event);
    if (translated !== undefined && translated.time >= from) yield translated;
  }
  throw new SupopsError({
    code: 'engine-unreachable',
    exitCode: EXIT.unavailable,
    message: 'the engine has stopped telling events',
    hint: 'see whether the engine still runs: docker info',
  });
}

/** An event in our words, or `undefined` for what supops has no word for. */
export function toEvent({ Action: word, Actor, time, timeNano }: DockerEvent): EngineEvent | undefined {
  // `health_status: healthy`
  const kind = KINDS[word.replace(/:.*$/, '')];
  if (kind === undefined) return undefined;
  const { name = '', exitCode, ...labels } = Actor.Attributes ?? {};
  return {
    time: timeNano === undefined ? time * 1_000 : timeNano / 1e6,
    kind,
    word,
    instanceId: Actor.ID,
    ...namesOf(labels, name),
    ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
  };
}
