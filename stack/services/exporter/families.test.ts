import { describe, expect, it } from 'vitest';
import type { Instance } from '../../engine/engine.js';
import { containerFamilies, desiredFamily } from './container-families.js';
import { expose } from './exposition.js';
import { memcachedFamilies } from './memcached-families.js';
import { parseStats } from './memcached-stats.js';

const db: Instance = {
  id: 'a1',
  name: 'supops-db-1',
  service: 'db',
  instance: 'db-1',
  image: 'mariadb:11.8',
  labels: {},
  state: 'running',
  startedAt: 1_700_000_000_500,
  exitCode: 0,
  restartCount: 2,
  restartPolicy: { name: 'always' },
  outOfMemory: false,
  ports: [],
  network: 'own',
  published: {},
};
const sample = {
  time: 0,
  cpuSeconds: 1.5,
  memoryWorkingSetBytes: 100,
  memoryUsageBytes: 120,
  memoryLimitBytes: 500,
  throttledPeriods: 3,
  cpuPeriods: 9,
  receivedBytes: 11,
  sentBytes: 12,
  pids: 4,
};
const lines = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the exporter’s page', () => {
  it('shows a running container', () => {
    const known = [{ instance: { ...db, cpus: 0.5 }, oomEvents: 1, usage: { sample, ageMs: 250 } }];
    const labels = '{service="db",name="db-1",image="mariadb:11.8"}';
    expect(lines(expose(containerFamilies(known)))).toEqual([
      `container_start_time_seconds${labels} 1700000000.5`,
      `container_restarts_total${labels} 2`,
      `container_oom_events_total${labels} 1`,
      `container_spec_cpu_quota${labels} 50000`,
      `container_spec_cpu_period${labels} 100000`,
      `container_last_sample_age_seconds${labels} 0.25`,
      `container_cpu_usage_seconds_total${labels} 1.5`,
      `container_cpu_cfs_periods_total${labels} 9`,
      `container_cpu_cfs_throttled_periods_total${labels} 3`,
      `container_memory_working_set_bytes${labels} 100`,
      `container_memory_usage_bytes${labels} 120`,
      `container_spec_memory_limit_bytes${labels} 500`,
      `container_network_receive_bytes_total${labels} 11`,
      `container_network_transmit_bytes_total${labels} 12`,
      `container_processes${labels} 4`,
    ]);
  });

  it('shows no CPU limit and no health when the container has none', () => {
    const text = expose(containerFamilies([{ instance: db, oomEvents: 0 }]));
    expect(text).not.toMatch(/container_spec_cpu|container_health_state/);
  });

  it.each([
    ['healthy', 'running', '1'],
    ['healthy', 'paused', '1'],
    ['starting', 'running', '0'],
    ['unhealthy', 'running', '0'],
    ['unhealthy', 'exited', undefined],
  ] as const)('shows a container that is %s and %s with the health %s', (health, state, value) => {
    const page = expose(containerFamilies([{ instance: { ...db, health, state }, oomEvents: 0 }]));
    const line = lines(page).find((candidate) => candidate.startsWith('container_health_state'));
    expect(line?.split(' ').at(-1)).toBe(value);
  });

  it.each([
    ['exited', false],
    ['restarting', false],
    ['created', false],
    ['paused', true],
  ] as const)('a container that is %s has a start time: %s', (state, has) => {
    const text = expose(containerFamilies([{ instance: { ...db, state }, oomEvents: 0 }]));
    expect(text.includes('container_start_time_seconds')).toBe(has);
    expect(text).toContain('container_restarts_total');
  });

  it('writes help and type once for each metric, and escapes label values', () => {
    const named = (name: string) => ({ name, service: name });
    expect(
      expose([desiredFamily([named('a"b\\c\nd'), named('e')])]),
    ).toBe(`# HELP supops_service_desired An instance of the service should exist.
# TYPE supops_service_desired gauge
supops_service_desired{service="a\\"b\\\\c\\nd",name="a\\"b\\\\c\\nd"} 1
supops_service_desired{service="e",name="e"} 1
`);
  });

  it('shows memcached under its exporter’s names, and nothing but `memcached_up 0` while it is down', () => {
    const stats = parseStats(
      'STAT curr_connections 3\r\nSTAT cmd_set 7\r\nSTAT get_hits 5\r\nSTAT get_misses 2\r\nSTAT bytes 99\r\nSTAT evictions 1\r\nSTAT limit_maxbytes 67108864\r\nSTAT version 1.6.38\r\nEND\r\n',
    );
    expect(lines(expose(memcachedFamilies(stats)))).toEqual([
      'memcached_up 1',
      'memcached_current_bytes 99',
      'memcached_limit_bytes 67108864',
      'memcached_current_connections 3',
      'memcached_items_evicted_total 1',
      'memcached_commands_total{command="get",status="hit"} 5',
      'memcached_commands_total{command="get",status="miss"} 2',
      'memcached_commands_total{command="set",status="hit"} 7',
    ]);
    expect(lines(expose(memcachedFamilies(undefined)))).toEqual(['memcached_up 0']);
  });

  it('waits for the end of memcached’s answer and refuses an error', () => {
    expect(parseStats('STAT a 1\r\nSTAT b')).toBeUndefined();
    expect(() => parseStats('ERROR\r\n')).toThrow('memcached answered ERROR');
  });
});
