import { expect, test } from 'vitest';
import { swapOf, toUpdate } from './limits.js';

test('limits of CPU are a quota, which can be taken away again', () => {
  expect(toUpdate({ cpus: 0.25 }, { nanoCpus: false, swap: 0 })).toEqual({ CpuPeriod: 100_000, CpuQuota: 25_000 });
  expect(toUpdate({ cpus: 'none' }, { nanoCpus: false, swap: 0 })).toEqual({ CpuPeriod: 100_000, CpuQuota: -1 });
});

test('a container that was created with NanoCpus keeps that notation', () => {
  expect(toUpdate({ cpus: 0.25 }, { nanoCpus: true, swap: 0 })).toEqual({ NanoCpus: 250_000_000 });
});

test('what a container may swap besides its memory stays as it is', () => {
  const after = (memory: number, memoryAndSwap: number) =>
    toUpdate({ memoryBytes: 64 }, { nanoCpus: false, swap: swapOf(memory, memoryAndSwap) });
  expect(after(100, 100)).toEqual({ Memory: 64, MemorySwap: 64 });
  expect(after(100, 200)).toEqual({ Memory: 64, MemorySwap: 164 });
  expect(after(100, -1)).toEqual({ Memory: 64, MemorySwap: -1 });
  expect(after(0, 0)).toEqual({ Memory: 64, MemorySwap: 64 });
});
