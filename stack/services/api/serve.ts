import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Milliseconds } from '../../../core/time.js';
import { closeServer, listen } from '../runtime/http-server.js';
import { limitedLog } from '../runtime/limited-log.js';
import type { Log } from '../runtime/log.js';
import type { Stop } from '../runtime/program.js';
import { makeApp } from './app.js';
import { makeBreaker } from './breaker.js';
import { makeCache } from './cache.js';
import type { ApiConfig } from './config.js';
import { openDatabase } from './database.js';
import { makeAdmin } from './flags/admin.js';
import { disturb } from './flags/disturb.js';
import { leak } from './flags/leak.js';
import { spin } from './flags/spin.js';
import { openFlags } from './flags/store.js';
import { openMemcached } from './memcached-client.js';
import { makeMetrics } from './metrics.js';
import { openShop, type Shop } from './shop.js';

/** How long the start waits for the database before it says "ready" without. */
const FIRST_QUERY_MS: Milliseconds = 5_000;

/** Starts the api: it serves before the database is there, and says "ready" when the first query succeeded or after 5 s. */
export async function serveApi(config: ApiConfig, log: Log): Promise<Stop> {
  // `api-1`: said in logs and in every answer's `x-served-by`.
  const instance = hostname();
  const errors = limitedLog(log, 10_000);
  const database = openDatabase(config.database);
  const metrics = makeMetrics(database.poolState);
  const cache = makeCache({
    open: () => openMemcached(config.cache),
    breaker: makeBreaker(1_000, () => performance.now()),
    onResult: metrics.cacheRequest,
    onError: (error) => errors('warn', 'cache unavailable', { error: error.message }),
  });
  const shop = openShop(database, cache);
  const flags = openFlags({
    activities: { leak, cpu: spin },
    onEffects: metrics.flagEffects,
    onChange: (set) => {
      metrics.flagsSet(Object.keys(set));
      log('warn', 'flags changed', { flags: set });
    },
    now: Date.now,
  });
  const disturbed = disturb({ flags, random: Math.random, wait: (ms) => setTimeout(ms) });
  const server = await listen(makeApp({ instance, shop, metrics, log: errors, before: disturbed }), config.port);
  const admin = await listen(makeAdmin(config.admin.token, flags), config.admin.port, '127.0.0.1');
  void firstQuery(shop).then((answered) => log('info', 'ready', { instance, port: config.port, database: answered }));
  return async () => {
    await Promise.all([closeServer(server), closeServer(admin)]);
    cache.close();
    await database.close();
  };
}

/** Whether the database answered a query within 5 s. */
async function firstQuery(shop: Shop): Promise<boolean> {
  const deadline = performance.now() + FIRST_QUERY_MS;
  while (performance.now() < deadline) {
    try {
      await shop.ping();
      return true;
    } catch {
      await setTimeout(200);
    }
  }
  return false;
}
