import type { Milliseconds } from '../../../core/time.js';

/**
 * The promise's result, or a rejection `<what> within <n> ms`. A result that comes too late goes to `onLate`; a late rejection is dropped.
 */
export function within<T>(promise: Promise<T>, ms: Milliseconds, what: string, onLate?: (value: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(new Error(`${what} within ${ms} ms`));
    }, ms);
    promise.then(
      (value) => {
        clearTimeout(timer);
        if (late) onLate?.(value);
        else resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
