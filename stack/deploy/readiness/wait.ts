import { formatSpan } from '../../../core/duration.js';
import type { Clock } from '../../../core/time.js';
import type { Instance, Listing } from '../../engine/engine.js';
import type { KnownReadiness } from '../../model/published-readiness.js';
import { describeReadiness } from './describe.js';
import { type ProbeEngine, probe } from './probe.js';

/** What is needed to wait for an instance. */
export interface WaitContext {
  readonly engine: ProbeEngine & Pick<Listing, 'inspect'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called once with what is waited for, and only if the first probe did not find the instance ready. */
  readonly onWaiting?: (what: string) => void;
}

/** What to wait for. */
export interface Expected extends KnownReadiness {
  readonly id: string;
  /** As it was seen a moment ago; absent: it is looked at first. */
  readonly instance?: Instance;
}

/** How a wait ended. */
export type WaitResult =
  | { readonly status: 'ready'; readonly instance: Instance }
  /** The program ended, so that waiting further is of no use. */
  | { readonly status: 'ended'; readonly instance: Instance; readonly reason: string }
  | { readonly status: 'timeout'; readonly instance: Instance; readonly reason: string };

const FIRST_INTERVAL_MS = 50;
const LAST_INTERVAL_MS = 300;

/** Probes until the instance is ready, its program has ended, or the deadline has passed. Rejects when aborted. */
export async function waitUntilReady(context: WaitContext, expected: Expected): Promise<WaitResult> {
  const { engine, clock, signal } = context;
  const { id, readiness, ports } = expected;
  const start = clock.monotonic();
  const initial = expected.instance ?? (await engine.inspect(id));
  let instance = initial;
  for (let intervalMs = FIRST_INTERVAL_MS; ; intervalMs = Math.min(intervalMs * 2, LAST_INTERVAL_MS)) {
    signal.throwIfAborted();
    const ended = reasonOfEnd(instance, initial);
    if (ended !== undefined) return { status: 'ended', instance, reason: ended };
    const reason = await probe(engine, { instance, readiness, ports }, signal);
    if (reason === undefined) return { status: 'ready', instance };
    if (intervalMs === FIRST_INTERVAL_MS) context.onWaiting?.(describeReadiness(readiness));
    const left = start + readiness.deadlineMs - clock.monotonic();
    if (left <= 0)
      return { status: 'timeout', instance, reason: `not ready after ${formatSpan(readiness.deadlineMs)}: ${reason}` };
    await clock.sleep(Math.min(intervalMs, left), signal);
    instance = await engine.inspect(id);
  }
}

// A program that the engine starts again and again is not on its way to being ready.
function reasonOfEnd(instance: Instance, initial: Instance): string | undefined {
  const { state, exitCode, outOfMemory, restartCount } = instance;
  // Of a program that runs again the engine no longer says how it ended.
  if (state === 'running') return restartCount > initial.restartCount ? 'its program ended and was started again' : undefined;
  const how = `exit code ${exitCode}${outOfMemory ? ', out of memory' : ''}`;
  return state === 'restarting' ? `its program ended (${how})` : `it is ${state} (${how})`;
}
