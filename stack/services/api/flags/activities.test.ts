import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { leak } from './leak.js';
import { spin } from './spin.js';

const MEBIBYTE = 1024 * 1024;
const resident = () => process.memoryUsage.rss() / MEBIBYTE;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

test('a leak really takes the memory that it counts, outside the heap, and its end gives all of it back at once', () => {
  const counted: number[] = [];
  const [before, heap] = [resident(), process.memoryUsage().heapUsed];
  const end = leak(400, (mebibytes) => counted.push(mebibytes));
  vi.advanceTimersByTime(500);
  expect(counted).toEqual([100, 100]);
  expect(resident() - before).toBeGreaterThan(190);
  expect(process.memoryUsage().heapUsed - heap).toBeLessThan(20 * MEBIBYTE);
  end();
  expect(resident() - before).toBeLessThan(50);
  vi.advanceTimersByTime(5_000);
  expect(counted).toHaveLength(2);
});

test('a leak of less than a mebibyte per step is met over time', () => {
  let held = 0;
  const end = leak(1, (mebibytes) => {
    held += mebibytes;
  });
  vi.advanceTimersByTime(3_000);
  end();
  expect(held).toBe(3);
});

test('burning CPU time keeps the event loop for a share of each period, until its end', () => {
  let slices = 0;
  const end = spin(0.1, () => {
    slices += 1;
  });
  const before = performance.now();
  vi.advanceTimersByTime(0);
  expect(performance.now() - before).toBeGreaterThanOrEqual(30);
  vi.advanceTimersByTime(269);
  expect(slices).toBe(1);
  vi.advanceTimersByTime(1);
  expect(slices).toBe(2);
  end();
  vi.advanceTimersByTime(1_000);
  expect(slices).toBe(2);
});
