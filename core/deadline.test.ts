import { describe, expect, test } from 'vitest';
import { withDeadline } from './deadline.js';

const late = () => new Error('late');

describe('a deadline', () => {
  test('passes on what arrives in time', async () => {
    expect(await withDeadline(Promise.resolve(7), 1_000, late)).toBe(7);
    await expect(withDeadline(Promise.reject(new Error('broken')), 1_000, late)).rejects.toThrow('broken');
  });

  test('gives up on what takes too long, whatever its later result', async () => {
    let fail = (_error: Error) => {};
    const work = new Promise((_resolve, reject) => {
      fail = reject;
    });
    await expect(withDeadline(work, 5, late)).rejects.toThrow('late');
    fail(new Error('unheard'));
  });

  test('accepts a result that arrived while the process was stopped', async () => {
    const answer = new Promise((resolve) => {
      setTimeout(() => setImmediate(resolve, 'in time'), 1);
    });
    const waiting = withDeadline(answer, 5, late);
    for (const until = Date.now() + 30; Date.now() < until; );
    expect(await waiting).toBe('in time');
  });

  test('can be absent', async () => {
    expect(await withDeadline(new Promise((resolve) => setTimeout(resolve, 5, 7)), Number.POSITIVE_INFINITY, late)).toBe(7);
  });
});
