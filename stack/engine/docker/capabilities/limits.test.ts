import { expect, test } from 'vitest';
import { toUpdate } from './limits.js';

test('limits of CPU are a quota, which can be taken away again', () => {
  expect(toUpdate({ cpus: 0.25 }, { nanoCpus: false })).toEqual({ CpuPeriod: 100_000, CpuQuota: 25_000 });
  expect(toUpdate({ cpus: 'none' }, { nanoCpus: false })).toEqual({ CpuPeriod: 100_000, CpuQuota: -1 });
});

test('a container that was created with NanoCpus keeps that notation', () => {
  expect(toUpdate({ cpus: 0.25 }, { nanoCpus: true })).toEqual({ NanoCpus: 250_000_000 });
});

test('memory has no swap beside it', () => {
  expect(toUpdate({ memoryBytes: 64 }, { nanoCpus: false })).toEqual({ Memory: 64, MemorySwap: 64 });
  expect(toUpdate({ memoryBytes: 'none' }, { nanoCpus: false })).toEqual({ Memory: -1, MemorySwap: -1 });
});
