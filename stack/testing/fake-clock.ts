import type { Clock } from '../../core/time.js';

/** A clock that only moves by its sleeps: each ends at once and takes its time. */
export function fakeClock(start = 0): Clock {
  let time = start;
  return {
    now: () => time,
    monotonic: () => time,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      time += ms;
    },
  };
}
