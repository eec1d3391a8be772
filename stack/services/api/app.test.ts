import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { closeServer, listen } from '../runtime/http-server.js';
import { makeApp } from './app.js';
import { DatabaseUnavailable } from './database.js';
import { disturb } from './flags/disturb.js';
import { FLAG_NAMES } from './flags/request.js';
import { openFlags } from './flags/store.js';
import { makeMetrics } from './metrics.js';
import type { RecentOrders, Shop } from './shop.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const shopThat = (behaviour: Partial<Shop> = {}): Shop => ({
  products: async () => [],
  product: async () => undefined,
  recentOrders: async () => ({ orders: [], total: 0 }),
  sales: async () => [],
  placeOrder: async () => 7,
  ping: async () => {},
  ...behaviour,
});
const product = { id: 1, name: 'Siren', description: '', priceCents: 1, stock: 1 };
const broken: () => Promise<never> = () => Promise.reject(new DatabaseUnavailable(new Error('connect ECONNREFUSED')));

/** A client of an api with the given shop. */
async function serve(shop: Shop) {
  const logged: string[] = [];
  const metrics = makeMetrics(() => ({ used: 1, free: 2, waiting: 3 }));
  const flags = openFlags({ activities: {}, onEffects: metrics.flagEffects, onChange: () => {}, now: () => 0 });
  closing.push(async () => flags.clear(FLAG_NAMES));
  const waits: number[] = [];
  const before = disturb({ flags, random: () => 0.3, wait: async (ms) => waits.push(ms) });
  const app = makeApp({ instance: 'api-1', shop, metrics, log: (level, msg) => logged.push(`${level} ${msg}`), before });
  const server = await listen(app, 0);
  closing.push(() => closeServer(server));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(base + path, { ...init, headers: { connection: 'close', ...init.headers } });
    return `${answer.status} ${await answer.text()}`;
  };
  const order = (body: string) => ask('/api/orders', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const count = async (labels: string) => {
    const line = (await ask('/metrics'))
      .split('\n')
      .find((l) => l.startsWith(`http_request_duration_seconds_count{${labels}}`));
    return Number(line?.split(' ').at(-1));
  };
  return { ask, order, count, logged, flags, waits };
}

describe('the api', () => {
  it('answers 503 and says nothing about the cause when the database is gone', async () => {
    const { ask, order, count, logged } = await serve(shopThat({ recentOrders: broken, placeOrder: broken, ping: broken }));
    expect(await ask('/api/orders/recent')).toBe('503 {"error":"database unavailable"}');
    expect(await order('{"productId":1}')).toBe('503 {"error":"database unavailable"}');
    expect(await ask('/readyz')).toBe('503 {"error":"database unavailable"}');
    expect(await ask('/healthz')).toBe('200 {"status":"ok"}');
    expect(await count('method="GET",route="/api/orders/recent",status="5xx"')).toBe(1);
    expect(logged).toEqual(['error database unavailable', 'error database unavailable', 'error database unavailable']);
  });

  it('answers 500 to an unexpected error', async () => {
    const { ask, logged } = await serve(shopThat({ products: () => Promise.reject(new Error('bug')) }));
    expect(await ask('/api/products')).toBe('500 {"error":"internal error"}');
    expect(logged).toEqual(['error request failed']);
  });

  it.each(['0', '-1', 'x', '1.5', '99999999999'])('knows no product %s, without asking the database', async (id) => {
    const { ask } = await serve(shopThat({ product: broken }));
    expect(await ask(`/api/products/${id}`)).toBe('404 {"error":"no such product"}');
  });

  it.each(['{}', '{"productId":1,"quantity":0}', '{"productId":1,"quantity":101}', '{"productId":[1]}', '[]', 'null', '{'])(
    'refuses the order %s',
    async (body) => {
      const { order } = await serve(shopThat({ placeOrder: broken }));
      expect(await order(body)).toMatch(/^400 /);
    },
  );

  it('takes an order of one item', async () => {
    const { order } = await serve(shopThat());
    expect(await order('{"productId":3}')).toBe('201 {"id":7,"productId":3,"quantity":1}');
  });

  it('does not count an answer that nobody waited for as a good one', async () => {
    let answer = (_orders: RecentOrders) => {};
    const slow = new Promise<RecentOrders>((resolve) => {
      answer = resolve;
    });
    const { ask, count } = await serve(shopThat({ recentOrders: () => slow }));
    await expect(ask('/api/orders/recent', { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    await expect.poll(() => count('method="GET",route="/api/orders/recent",status="4xx"')).toBe(1);
    answer({ orders: [], total: 0 });
  });

  it('has every series of every route before the first request, and bounded labels after strange ones', async () => {
    const { ask, count } = await serve(shopThat());
    expect(await count('method="POST",route="/api/orders",status="5xx"')).toBe(0);
    await ask('/api/secret/42');
    await ask('/api/products', { method: 'DELETE' });
    const counted = (await ask('/metrics')).match(/^http_request_duration_seconds_count.*route="other".*$/gm);
    expect(counted).toEqual([
      'http_request_duration_seconds_count{method="GET",route="other",status="4xx"} 1',
      'http_request_duration_seconds_count{method="other",route="other",status="4xx"} 1',
    ]);
    expect(await ask('/metrics')).toContain('db_pool_connections{state="waiting"} 3');
  });
});

describe('the api with flags', () => {
  const ttlMs = 60_000;

  it('fails a share of the requests to the shop as a bug would, and nothing else', async () => {
    const { ask, order, count, flags, logged } = await serve(shopThat());
    flags.set({ values: { errors: 0.31 }, ttlMs });
    expect(await ask('/api/products')).toBe('500 {"error":"internal error"}');
    expect(await order('{"productId":3}')).toBe('500 {"error":"internal error"}');
    expect(await ask('/healthz')).toBe('200 {"status":"ok"}');
    expect(await ask('/readyz')).toBe('200 {"status":"ready"}');
    expect(await count('method="GET",route="/api/products",status="5xx"')).toBe(1);
    expect(logged).toEqual(['error request failed', 'error request failed']);
    flags.set({ values: { errors: 0.3 }, ttlMs });
    expect(await ask('/api/products')).toBe('200 {"products":[]}');
  });

  it('delays one route', async () => {
    const { ask, flags, waits } = await serve(shopThat({ product: async (id) => ({ ...product, id }) }));
    flags.set({ values: { slow: { route: '/api/products/:id', delayMs: 900 } }, ttlMs });
    expect(await ask('/api/products')).toBe('200 {"products":[]}');
    expect(waits).toEqual([]);
    expect(await ask('/api/products/7')).toMatch(/^200 /);
    expect(waits).toEqual([900]);
  });

  it('fails on one product', async () => {
    const { ask, flags } = await serve(shopThat({ product: async (id) => ({ ...product, id }) }));
    flags.set({ values: { badKey: 7 }, ttlMs });
    expect(await ask('/api/products/7')).toBe('500 {"error":"internal error"}');
    expect(await ask('/api/products/77')).toMatch(/^200 /);
  });

  it('counts what each flag did, from zero before the first', async () => {
    const { ask, flags } = await serve(shopThat());
    const effects = async () => (await ask('/metrics')).match(/^app_fault_effects_total.*$/gm);
    expect(await effects()).toEqual(
      ['errors', 'slow', 'leak', 'cpu', 'badKey'].map((flag) => `app_fault_effects_total{flag="${flag}"} 0`),
    );
    flags.set({ values: { errors: 1 }, ttlMs });
    await ask('/api/products');
    expect((await effects())?.[0]).toBe('app_fault_effects_total{flag="errors"} 1');
  });
});
