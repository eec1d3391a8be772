import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { API_ROUTES, type FlagName } from '../contracts.js';
import type { CacheResult } from './cache.js';
import type { PoolState } from './database.js';
import { FLAG_NAMES } from './flags/request.js';

const STATUSES = ['2xx', '3xx', '4xx', '5xx'] as const;
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The api's metrics. */
export interface ApiMetrics {
  readonly registry: Registry;
  /** Measures every request that passes. */
  readonly measure: RequestHandler;
  cacheRequest(result: CacheResult): void;
  /** What a flag did. */
  flagEffects(name: FlagName, effects: number): void;
  /** These flags are set, and no others. */
  flagsSet(names: readonly string[]): void;
}

/** Metrics of one process; the pool's state is read at each scrape. */
export function makeMetrics(poolState: () => PoolState): ApiMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests by method, route and class of status.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers,
  });
  // A rate over a series that has just appeared is nothing: the first error would not count.
  for (const [method, route] of API_ROUTES) for (const status of STATUSES) duration.zero({ method, route, status });
  const inFlight = new Gauge({ name: 'http_requests_in_flight', help: 'Requests that are being answered.', registers });
  const cacheRequests = new Counter({
    name: 'cache_requests_total',
    help: 'Questions to the cache by result; error: it was not asked because it is down, or did not answer.',
    labelNames: ['result'],
    registers,
  });
  for (const result of ['hit', 'miss', 'error']) cacheRequests.inc({ result }, 0);
  new Gauge({
    name: 'db_pool_connections',
    help: 'Connections to the database by state; waiting: requests without one.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(poolState())) this.set({ state }, count);
    },
  });

  const effects = new Counter({
    name: 'app_fault_effects_total',
    help: 'What the flags did: requests failed or delayed, MiB taken, slices of CPU time burnt.',
    labelNames: ['flag'],
    registers,
  });
  const active = new Gauge({ name: 'app_fault_active', help: '1 while a flag is set.', labelNames: ['flag'], registers });
  const flagsSet = (names: readonly string[]) => {
    for (const flag of FLAG_NAMES) active.set({ flag }, names.includes(flag) ? 1 : 0);
  };
  for (const flag of FLAG_NAMES) effects.inc({ flag }, 0);
  flagsSet([]);

  const measure: RequestHandler = (req, res, next) => {
    const end = duration.startTimer();
    inFlight.inc();
    res.once('close', () => {
      inFlight.dec();
      end({
        method: methodLabel(req.method),
        route: routeLabel(req.method, req.route?.path),
        // Who left before the answer was written did not get a good one: nginx calls it 499.
        status: res.writableFinished ? statusLabel(res.statusCode) : '4xx',
      });
    });
    next();
  };
  return {
    registry,
    measure,
    cacheRequest: (result) => cacheRequests.inc({ result }),
    flagEffects: (flag, count) => effects.inc({ flag }, count),
    flagsSet,
  };
}

// Labels are bounded whatever is asked.
const methodLabel = (method: string) => (['GET', 'POST', 'HEAD'].includes(method) ? method : 'other');
const routeLabel = (method: string, path: string | undefined): string =>
  API_ROUTES.find((route) => route[1] === path && (route[0] === method || method === 'HEAD'))?.[1] ?? 'other';
const statusLabel = (status: number) => `${Math.floor(status / 100)}xx`;
