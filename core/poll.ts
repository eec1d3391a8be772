import type { Clock, Milliseconds } from './time.js';

/** How to poll. */
export interface PollOptions {
  readonly clock: Clock;
  readonly timeoutMs: Milliseconds;
  readonly intervalMs: Milliseconds;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks `probe` until it answers something other than `undefined`.
 * @returns the answer, or `undefined` after the timeout. An error of the probe is not swallowed; an abort rejects with its reason.
 */
export async function poll<T>(probe: () => Promise<T | undefined>, options: PollOptions): Promise<T | undefined> {
  const { clock, signal } = options;
  const deadline = clock.monotonic() + options.timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await probe();
    if (answer !== undefined) return answer;
    const left = deadline - clock.monotonic();
    if (left <= 0) return undefined;
    await clock.sleep(Math.min(options.intervalMs, left), signal);
  }
}
