import type { Family, Sample } from './exposition.js';
import type { MemcachedStats } from './memcached-stats.js';

const COMMANDS = [
  ['get', 'hit', 'get_hits'],
  ['get', 'miss', 'get_misses'],
  ['set', 'hit', 'cmd_set'],
  ['delete', 'hit', 'delete_hits'],
  ['delete', 'miss', 'delete_misses'],
] as const;

/** Statistics under the names that memcached_exporter gives them; only `memcached_up` if there are none. */
export function memcachedFamilies(stats: MemcachedStats | undefined): readonly Family[] {
  const up: Family = {
    name: 'memcached_up',
    help: 'Whether memcached answers.',
    type: 'gauge',
    samples: [{ value: stats ? 1 : 0 }],
  };
  if (!stats) return [up];
  const single = (name: string, stat: string, type: Family['type'], help: string): Family => ({
    name,
    help,
    type,
    samples: samplesOf(stats, stat),
  });
  return [
    up,
    single('memcached_current_bytes', 'bytes', 'gauge', 'Bytes that items take now.'),
    single('memcached_limit_bytes', 'limit_maxbytes', 'gauge', 'Bytes that items may take.'),
    single('memcached_current_items', 'curr_items', 'gauge', 'Items held now.'),
    single('memcached_current_connections', 'curr_connections', 'gauge', 'Open connections.'),
    single('memcached_items_evicted_total', 'evictions', 'counter', 'Items removed early to make room.'),
    {
      name: 'memcached_commands_total',
      help: 'Commands by result.',
      type: 'counter',
      samples: COMMANDS.flatMap(([command, status, stat]) => samplesOf(stats, stat, { command, status })),
    },
  ];
}

function samplesOf(stats: MemcachedStats, stat: string, labels: Readonly<Record<string, string>> = {}): readonly Sample[] {
  const value = Number(stats[stat]);
  return Number.isFinite(value) ? [{ labels, value }] : [];
}
