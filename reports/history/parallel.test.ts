import { expect, it } from 'vitest';
import { inParallel } from './parallel.js';

it('keeps the order of the items, and never has more tasks at work than it may', async () => {
  let [working, most] = [0, 0];
  const results = await inParallel([5, 1, 4, 2, 3, 0], 2, async (turns) => {
    most = Math.max(most, ++working);
    for (let i = 0; i < turns; i++) await Promise.resolve();
    working--;
    return turns * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30, 0]);
  expect(most).toBe(2);
});

it('rejects with what a task rejects with, and has nothing to do for no items', async () => {
  await expect(inParallel([1, 2], 4, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await inParallel([], 4, () => Promise.resolve())).toEqual([]);
});
