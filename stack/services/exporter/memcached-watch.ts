import { connect, type Socket } from 'node:net';
import type { Milliseconds } from '../../../core/time.js';
import { lookupService } from '../runtime/lookup.js';
import { type MemcachedStats, parseStats } from './memcached-stats.js';

const INTERVAL_MS: Milliseconds = 1_000;
const TIMEOUT_MS: Milliseconds = 1_000;

/** The newest statistics of a memcached. */
export interface MemcachedWatch {
  /** `undefined` while it does not answer. */
  latest(): MemcachedStats | undefined;
  close(): void;
}

/** Asks for statistics each second on one connection, whose end says at once that the server is gone. */
export function watchMemcached({ host, port }: { readonly host: string; readonly port: number }): MemcachedWatch {
  let latest: MemcachedStats | undefined;
  let socket: Socket | undefined;
  let answer = '';
  let closed = false;

  const open = (): Socket => {
    const opened = connect({ host, port, lookup: lookupService, noDelay: true });
    opened.setEncoding('utf8');
    opened.on('data', (chunk: string) => {
      answer += chunk;
      try {
        const stats = parseStats(answer);
        if (stats === undefined) return;
        latest = stats;
        opened.setTimeout(0);
      } catch {
        opened.destroy();
      }
    });
    opened.on('timeout', () => opened.destroy());
    opened.on('error', () => {});
    opened.on('close', () => {
      latest = undefined;
      if (socket === opened) socket = undefined;
    });
    return opened;
  };
  const ask = () => {
    if (closed) return;
    socket ??= open();
    answer = '';
    socket.setTimeout(TIMEOUT_MS);
    socket.write('stats\r\n');
  };
  ask();
  const timer = setInterval(ask, INTERVAL_MS);
  return {
    latest: () => latest,
    close: () => {
      closed = true;
      clearInterval(timer);
      socket?.destroy();
    },
  };
}
