/** A span or a moment in milliseconds. Moments are Unix epoch milliseconds on the engine's clock unless said otherwise. */
export type Milliseconds = number;

/** Source of time that is passed in, so that tests run a ten-minute scenario in milliseconds. */
export interface Clock {
  /** Wall clock, epoch milliseconds. */
  now(): Milliseconds;
  /** Monotonic clock, milliseconds from an arbitrary origin; never goes back. */
  monotonic(): Milliseconds;
  /** Resolves after `ms`, or rejects with the signal's reason when it is aborted first. */
  sleep(ms: Milliseconds, signal?: AbortSignal): Promise<void>;
}

/** The clock of this process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/** The same clock, its wall time shifted by `offsetMs` (engine minus local); monotonic time is untouched. */
export const shiftedClock = (clock: Clock, offsetMs: Milliseconds): Clock => ({
  ...clock,
  now: () => clock.now() + offsetMs,
});
