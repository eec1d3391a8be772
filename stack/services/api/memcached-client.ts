import Memcached from 'memcached';
import type { Milliseconds } from '../../../core/time.js';
import type { CacheConfig } from './config.js';
import { within } from './within.js';

/** One generation of connections to memcached; thrown away after the first failure. */
export interface CacheClient {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  end(): void;
}

/** For connecting and the answer together. */
const CACHE_TIMEOUT_MS: Milliseconds = 100;

/**
 * The `memcached` package with its own care about failures switched off: it would retry for minutes, mark the server dead for 30 s, and
 * call `ping` to see whether it is back. Its callbacks may also never be called when a connection is lost, hence our own time-out.
 */
export function openMemcached({ host, port }: CacheConfig): CacheClient {
  const client = new Memcached(`${host}:${port}`, {
    // Bounds connections that are being made: the next request beyond it would fail.
    poolSize: 100,
    retries: 0,
    timeout: CACHE_TIMEOUT_MS,
    failures: Number.MAX_SAFE_INTEGER,
    retry: 1,
    remove: false,
    idle: 30_000,
  });
  const call = <T>(start: (done: (error: unknown, value: T) => void) => void): Promise<T> =>
    within(
      new Promise<T>((resolve, reject) => {
        start((error, value) => (error ? reject(error instanceof Error ? error : new Error(String(error))) : resolve(value)));
      }),
      CACHE_TIMEOUT_MS,
      'no answer of the cache',
    );
  return {
    get: (key) => call((done) => client.get(key, done)),
    set: async (key, value, ttlSeconds) => {
      await call((done) => client.set(key, value, ttlSeconds, done));
    },
    end: () => client.end(),
  };
}
