import type { Milliseconds } from './time.js';

// A process that was stopped for a while finds its timers due before it hears what came meanwhile.
const HEARING_MS: Milliseconds = 50;

/**
 * What `work` comes to, or a rejection with `late()` where that takes longer than `limitMs` of real time (`Infinity`: no limit). The work itself
 * cannot be taken back: it goes on, and nobody hears of it any more.
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
