import type { Milliseconds } from '../../../core/time.js';

/** Says how many requests are due, so that a rate is met exactly over time, fractions included. */
export interface Pacer {
  /** Requests to send now. Time that passed without a call is not made up for beyond one second. */
  due(rate: number): number;
}

/** A pacer on a monotonic clock. */
export function makePacer(monotonic: () => Milliseconds): Pacer {
  let last = monotonic();
  let owed = 0;
  return {
    due: (rate) => {
      const now = monotonic();
      owed += (rate * Math.min(now - last, 1_000)) / 1_000;
      last = now;
      // Sums of fractions fall short of the whole by a hair.
      const whole = Math.floor(owed + 1e-9);
      owed -= whole;
      return whole;
    },
  };
}
