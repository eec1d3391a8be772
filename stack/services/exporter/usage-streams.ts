import type { Milliseconds } from '../../../core/time.js';
import type { Instance, Usage, UsageSample } from '../../engine/engine.js';
import { isAlive } from './container-families.js';

/** The newest usage of every running container. */
export interface UsageStreams {
  /** Opens streams of containers that run and closes those of others. */
  follow(instances: readonly Instance[]): void;
  /** The newest sample of the container's current run. */
  latest(id: string): { readonly sample: UsageSample; readonly ageMs: Milliseconds } | undefined;
  close(): void;
}

interface Stream {
  readonly startedAt: Milliseconds;
  readonly abort: AbortController;
  sample?: UsageSample;
  at: Milliseconds;
}

/**
 * Holds one stream for each container: asked at the moment of a scrape the engine takes up to a second for each.
 * A stream that breaks is opened again at the next `follow`.
 */
export function openUsageStreams(usage: Usage, monotonic: () => Milliseconds): UsageStreams {
  const streams = new Map<string, Stream>();

  const drop = (id: string) => {
    streams.get(id)?.abort.abort();
    streams.delete(id);
  };
  const read = async (id: string, stream: Stream) => {
    try {
      for await (const sample of usage.samples(id, stream.abort.signal)) {
        stream.sample = sample;
        stream.at = monotonic();
      }
    } catch {
      // Aborted by us, or the engine is away: the age of the last sample shows which.
    } finally {
      if (streams.get(id) === stream) streams.delete(id);
    }
  };
  return {
    follow: (instances) => {
      const alive = new Map(instances.filter(isAlive).map((instance) => [instance.id, instance.startedAt]));
      for (const [id, stream] of [...streams]) if (alive.get(id) !== stream.startedAt) drop(id);
      for (const [id, startedAt] of alive) {
        if (streams.has(id)) continue;
        const stream: Stream = { startedAt, abort: new AbortController(), at: 0 };
        streams.set(id, stream);
        void read(id, stream);
      }
    },
    latest: (id) => {
      const stream = streams.get(id);
      return stream?.sample && { sample: stream.sample, ageMs: monotonic() - stream.at };
    },
    close: () => {
      for (const id of [...streams.keys()]) drop(id);
    },
  };
}
