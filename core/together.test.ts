import { describe, expect, test } from 'vitest';
import { together } from './together.js';

const untilAborted = (signal: AbortSignal, onEnd: () => void) =>
  new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () =>
      setTimeout(() => {
        onEnd();
        reject(signal.reason);
      }, 5),
    );
  });

describe('things done together', () => {
  test('end together: the first failure stops the others, and is reported when they have ended', async () => {
    const ended: string[] = [];
    const work = together(undefined, [
      async () => {
        throw new Error('first');
      },
      (signal) => untilAborted(signal, () => ended.push('second')),
    ]);
    await expect(work).rejects.toThrow('first');
    expect(ended).toEqual(['second']);
  });

  test('reject with the reason of an abort from outside', async () => {
    const outer = new AbortController();
    const work = together(outer.signal, [(signal) => untilAborted(signal, () => {})]);
    outer.abort(new Error('interrupted'));
    await expect(work).rejects.toThrow('interrupted');
  });

  test('resolve when all are done', async () => {
    await expect(together(undefined, [async () => 1, async () => 2])).resolves.toBeUndefined();
  });
});
