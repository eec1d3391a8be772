import type { Milliseconds } from '../../../core/time.js';

/** Lets calls through until one fails; then none for a while, then a single one to see whether it works again. */
export interface Breaker {
  /** Whether this call may be tried; a caller that got `true` must report `succeeded` or `failed`. */
  allows(): boolean;
  succeeded(): void;
  failed(): void;
}

/** A breaker that stays open for `pauseMs` after each failure. */
export function makeBreaker(pauseMs: Milliseconds, now: () => Milliseconds): Breaker {
  let openUntil: Milliseconds | undefined;
  return {
    allows: () => {
      if (openUntil === undefined) return true;
      if (now() < openUntil) return false;
      // The next one waits for this one's result, or for another pause if it never comes.
      openUntil = now() + pauseMs;
      return true;
    },
    succeeded: () => {
      openUntil = undefined;
    },
    failed: () => {
      openUntil = now() + pauseMs;
    },
  };
}
