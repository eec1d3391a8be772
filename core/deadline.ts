import type { Milliseconds } from './time.js';

/**
 * What `work` comes to, or a rejection with `late()` where that takes longer than `limitMs` of real time. The work itself cannot be taken back:
 * it goes on, and nobody hears of it any more.
 */
export function withDeadline<T>(work: Promise<T>, limitMs: Milliseconds, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
