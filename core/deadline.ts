import type { Milliseconds } from './time.js';

// After a process was stopped for a while, its timers fire before it receives what arrived in the meantime.
const HEARING_MS: Milliseconds = 50;

/**
 * The result of `work`, or a rejection with `late()` if it takes longer than `limitMs` of real time (`Infinity`: no limit). The work itself
 * cannot be cancelled: it continues, and its result is ignored.
 */
export function withDeadline<T>(work: Promise<T>, limitMs: Milliseconds, late: () => Error): Promise<T> {
  if (limitMs === Number.POSITIVE_INFINITY) return work;
  return new Promise((resolve, reject) => {
    let timer = setTimeout(() => {
      timer = setTimeout(() => reject(late()), HEARING_MS);
    }, limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
