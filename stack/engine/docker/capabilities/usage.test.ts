import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.js';
import type { Client } from '../client.js';
import { toSample, usage } from './usage.js';

const stats = {
  read: '1970-01-01T00:00:02.5Z',
  cpu_stats: { cpu_usage: { total_usage: 1_500_000_000 }, throttling_data: { periods: 10, throttled_periods: 4 } },
  networks: { eth0: { rx_bytes: 10, tx_bytes: 1 }, eth1: { rx_bytes: 5, tx_bytes: 2 } },
  pids_stats: { current: 7 },
};

const expected = {
  time: 2_500,
  cpuSeconds: 1.5,
  memoryWorkingSetBytes: 700,
  memoryUsageBytes: 1_000,
  memoryLimitBytes: 4_000,
  throttledPeriods: 4,
  cpuPeriods: 10,
  receivedBytes: 15,
  sentBytes: 3,
  pids: 7,
};

test('on cgroup v1 the working set leaves out the inactive file pages of the whole tree', () => {
  const memory = { usage: 1_000, limit: 4_000, stats: { inactive_file: 1, total_inactive_file: 300 } };
  expect(toSample({ ...stats, memory_stats: memory })).toEqual(expected);
});

test('on cgroup v2 it leaves out the inactive file pages', () => {
  expect(toSample({ ...stats, memory_stats: { usage: 1_000, limit: 4_000, stats: { inactive_file: 300 } } })).toEqual(expected);
});

test('the working set is never negative', () => {
  const sample = toSample({ ...stats, memory_stats: { usage: 100, limit: 4_000, stats: { inactive_file: 300 } } });
  expect(sample?.memoryWorkingSetBytes).toBe(0);
});

test('the empty statistics of an instance that does not run are not a sample', () => {
  expect(toSample({ read: '0001-01-01T00:00:00Z', cpu_stats: {}, memory_stats: {} })).toBeUndefined();
  expect(toSample({ ...stats, memory_stats: {} })).toBeUndefined();
});

test('an instance that was removed ends its samples, though the engine sends empty ones for ever', async () => {
  const stream = new PassThrough();
  stream.write(`${JSON.stringify({ read: '0001-01-01T00:00:00Z' })}\n`);
  let looks = 0;
  const inspect = async () => {
    looks++;
    if (looks === 1) return { Id: 'abc', Name: '/db', Config: { Image: 'x' }, State: { Status: 'running' } };
    throw Object.assign(new Error('no such container'), { statusCode: 404 });
  };
  const docker = { getContainer: () => ({ inspect, stats: async () => stream }) };
  const client = { docker, options: { clock: fakeClock() } } as unknown as Client;
  const samples: unknown[] = [];
  for await (const sample of usage(client).samples('abc', new AbortController().signal)) samples.push(sample);
  expect([samples, looks]).toEqual([[], 2]);
});
