import type { Milliseconds } from '../../../core/time.js';
import type { Events, Listing } from '../../engine/engine.js';
import { stackSelector } from '../../model/labels.js';
import type { Log } from '../runtime/log.js';
import type { Containers } from './containers.js';

/** Events report every change; this catches what they miss. */
const REFRESH_MS: Milliseconds = 10_000;
/** Events come in groups (kill, die, stop): one observation serves them all. */
const SETTLE_MS: Milliseconds = 50;
const RETRY_MS: Milliseconds = 1_000;

/** What a watch is made of. */
export interface WatchParts {
  readonly engine: Pick<Listing, 'observe'> & Events;
  readonly stack: string;
  readonly containers: Containers;
  /** Called after each observation and each event. */
  readonly onChange: (cause: 'observed' | 'event') => void;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Keeps the containers up to date by the engine's events, and by observing every 10 s. @returns the first observation's end. */
export async function watchContainers({ engine, stack, containers, onChange, log, signal }: WatchParts): Promise<void> {
  let scheduled: NodeJS.Timeout | undefined;
  const schedule = (ms: Milliseconds) => {
    clearTimeout(scheduled);
    if (!signal.aborted) scheduled = setTimeout(() => void refresh(), ms);
  };
  const refresh = async () => {
    const changes = containers.changes();
    let next = REFRESH_MS;
    try {
      const { instances } = await engine.observe(stackSelector(stack));
      containers.observed(instances, changes);
      onChange('observed');
      if (containers.changes() !== changes) next = SETTLE_MS;
    } catch (error) {
      log('error', 'cannot observe the stack', { error: String(error) });
      next = RETRY_MS;
    }
    schedule(next);
  };
  const listen = async () => {
    while (!signal.aborted) {
      try {
        for await (const event of await engine.events(stackSelector(stack), { signal })) {
          containers.happened(event);
          onChange('event');
          schedule(SETTLE_MS);
        }
      } catch (error) {
        if (!signal.aborted) log('error', 'events of the engine broke off', { error: String(error) });
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    clearTimeout(scheduled);
  };
  void listen();
  await refresh();
}
