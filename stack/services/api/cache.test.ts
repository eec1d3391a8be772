import { describe, expect, it } from 'vitest';
import { makeBreaker } from './breaker.js';
import { makeCache, readThrough } from './cache.js';
import type { CacheClient } from './memcached-client.js';

/** A memcached that can be switched off, behind a cache with a clock of ours. */
function setUp() {
  const state = { now: 0, alive: true, opened: 0, asked: 0, results: [] as string[] };
  const entries = new Map<string, string>();
  const call = async <T>(value: () => T): Promise<T> => {
    state.asked += 1;
    if (!state.alive) throw new Error('gone');
    return value();
  };
  const open = (): CacheClient => {
    state.opened += 1;
    return {
      get: (key) => call(() => entries.get(key)),
      set: (key, value) => call(() => void entries.set(key, value)),
      end: () => {},
    };
  };
  const cache = makeCache({
    open,
    breaker: makeBreaker(1_000, () => state.now),
    onResult: (result) => state.results.push(result),
    onError: () => {},
  });
  return { state, cache };
}
const entry = { key: 'k', ttlSeconds: 5 };

describe('a cache', () => {
  it('answers from the database once, then from the cache', async () => {
    const { state, cache } = setUp();
    let loads = 0;
    const load = async () => ({ load: ++loads });
    expect(await readThrough(cache, entry, load)).toEqual({ load: 1 });
    expect(await readThrough(cache, entry, load)).toEqual({ load: 1 });
    expect(state.results).toEqual(['miss', 'hit']);
  });

  it('does not keep what does not exist', async () => {
    const { cache } = setUp();
    expect(await readThrough(cache, entry, async () => undefined)).toBeUndefined();
    expect(await cache.get('k')).toBeUndefined();
  });

  it('is asked once a second while it is dead, each time over new connections', async () => {
    const { state, cache } = setUp();
    state.alive = false;
    for (state.now = 0; state.now < 3_000; state.now += 100)
      expect(await readThrough(cache, entry, async () => 'db')).toBe('db');
    expect([state.asked, state.opened]).toEqual([3, 3]);
    expect(new Set(state.results)).toEqual(new Set(['error']));
  });

  it('is used again within a second after it came back', async () => {
    const { state, cache } = setUp();
    state.alive = false;
    await readThrough(cache, entry, async () => 'db');
    state.alive = true;
    state.now = 1_000;
    await readThrough(cache, entry, async () => 'db');
    await readThrough(cache, entry, async () => 'again');
    expect(state.results).toEqual(['error', 'miss', 'hit']);
  });
});

describe('a breaker', () => {
  it('lets a single call through while it does not know whether things work again', () => {
    let now = 0;
    const breaker = makeBreaker(1_000, () => now);
    breaker.failed();
    now = 1_000;
    expect([breaker.allows(), breaker.allows()]).toEqual([true, false]);
    breaker.succeeded();
    expect([breaker.allows(), breaker.allows()]).toEqual([true, true]);
  });
});
