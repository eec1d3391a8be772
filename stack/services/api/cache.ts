import type { Breaker } from './breaker.js';
import type { CacheClient } from './memcached-client.js';

/** The result of asking the cache. */
export type CacheResult = 'hit' | 'miss' | 'error';

/** A cache that never fails: when it is down it holds nothing. */
export interface Cache {
  get(key: string): Promise<string | undefined>;
  /** Does not wait. */
  set(key: string, value: string, ttlSeconds: number): void;
  close(): void;
}

/** What a cache is made of. */
export interface CacheParts {
  /** Opens a new generation of connections: the server may have another address now. */
  readonly open: () => CacheClient;
  readonly breaker: Breaker;
  readonly onResult: (result: CacheResult) => void;
  readonly onError: (error: Error) => void;
}

/** A cache behind a breaker, so that a dead one slows down the requests of at most one moment each second. */
export function makeCache({ open, breaker, onResult, onError }: CacheParts): Cache {
  let client: CacheClient | undefined;

  const attempt = async <T>(call: (client: CacheClient) => Promise<T>): Promise<{ readonly value: T } | undefined> => {
    if (!breaker.allows()) return undefined;
    client ??= open();
    const used = client;
    try {
      const value = await call(used);
      breaker.succeeded();
      return { value };
    } catch (error) {
      breaker.failed();
      onError(error as Error);
      if (client === used) client = undefined;
      used.end();
      return undefined;
    }
  };

  return {
    get: async (key) => {
      const answer = await attempt((c) => c.get(key));
      onResult(answer === undefined ? 'error' : answer.value === undefined ? 'miss' : 'hit');
      return answer?.value;
    },
    set: (key, value, ttlSeconds) => {
      void attempt((c) => c.set(key, value, ttlSeconds));
    },
    close: () => client?.end(),
  };
}

/** The cached value, else the loaded one, which is cached. An undefined value is not cached. */
export async function readThrough<T>(
  cache: Cache,
  entry: { readonly key: string; readonly ttlSeconds: number },
  load: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const cached = await cache.get(entry.key);
  if (cached !== undefined) return JSON.parse(cached) as T;
  const value = await load();
  if (value !== undefined) cache.set(entry.key, JSON.stringify(value), entry.ttlSeconds);
  return value;
}
