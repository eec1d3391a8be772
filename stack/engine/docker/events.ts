import type Docker from 'dockerode';
import { EXIT, SupopsError } from '../../../core/errors.js';
import { LABEL } from '../../model/labels.js';
import type { EngineEvent, Events } from '../engine.js';
import type { Client } from './client.js';
import { ask, UNLIMITED } from './errors.js';
import { askInfo } from './identity.js';
import { parseMoment } from './instance.js';
import { formatSince } from './logs.js';
import { guarded, toJson, untilAborted } from './streams.js';

/** One event as the engine tells it; newer engines leave out `status` and `id`. */
export interface DockerEvent {
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes?: Readonly<Record<string, string>> };
  /** Seconds. */
  readonly time: number;
  /** Nanoseconds since the epoch; the parsed number is exact to 256 ns. */
  readonly timeNano?: number;
}

const ACTIONS: Readonly<Record<string, EngineEvent['action']>> = {
  create: 'create',
  start: 'start',
  kill: 'kill',
  die: 'die',
  stop: 'stop',
  oom: 'oom',
  pause: 'pause',
  unpause: 'unpause',
  update: 'update',
  destroy: 'remove',
  restart: 'restart',
};

/** What happens to instances of a stack. */
export const events = (client: Client): Events => ({
  async events(stack, { since, signal }) {
    const action = `listen to the events of stack ${stack}`;
    // The engine answers before it subscribes. Asked for events since a moment, it first sends those that it remembers, so none is lost.
    const from = since ?? parseMoment((await askInfo(client)).SystemTime);
    const filters = { type: ['container'], label: [`${LABEL.stack}=${stack}`] };
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
export function toEvent({ Action, Actor, time, timeNano }: DockerEvent): EngineEvent | undefined {
  const action = ACTIONS[Action];
  if (action === undefined) return undefined;
  const attributes = Actor.Attributes ?? {};
  return {
    time: timeNano === undefined ? time * 1_000 : timeNano / 1e6,
    action,
    instanceId: Actor.ID,
    service: attributes[LABEL.service] ?? attributes.name ?? '',
    ...(attributes.exitCode === undefined ? {} : { exitCode: Number(attributes.exitCode) }),
  };
}
