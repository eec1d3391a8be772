import { expect, test } from 'vitest';
import { toSample } from './usage.js';

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
