import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect } from '../../runtime/protocol.js';
import type { ForwardAct } from '../args.js';
import type { Proxied, Upstream } from '../worker/messages.js';
import { connectLine, type Line } from './line.js';
import { createPace } from './pace.js';

/** Forwards TCP connections, slowly. */
export function createForwarder({ delayMs, jitterMs, bytesPerSecond, direction }: ForwardAct): Proxied {
  const pairs = new Map<Socket, Pair>();
  let connections = 0;
  let bytes = 0;
  const shapeOf = (way: 'in' | 'out') =>
    direction === way || direction === 'both'
      ? { delayMs, jitterMs, bytesPerSecond, pace: bytesPerSecond === undefined ? undefined : createPace(bytesPerSecond) }
      : { delayMs: 0, jitterMs: 0 };
  const shapes = { in: shapeOf('in'), out: shapeOf('out') };
  const count = (more: number) => {
    bytes += more;
  };

  const accept = async (client: Socket, upstream: Upstream) => {
    connections += 1;
    client.on('error', () => {});
    // As on a slow network, where the packet that opens a connection is late as well.
    if (delayMs > 0) await sleep(delayMs);
    if (client.destroyed) return;
    const server = connect({ ...upstreamOf(client, upstream), allowHalfOpen: true, noDelay: true });
    const [out, back] = upstream.side === 'to' ? ([shapes.out, shapes.in] as const) : ([shapes.in, shapes.out] as const);
    const lines = [connectLine(client, server, out, count), connectLine(server, client, back, count)];
    pairs.set(client, { client, server, lines });
    client.resume();
    // Who is cut off is cut off at once, and so is the other side.
    server.on('error', () => client.resetAndDestroy());
    client.on('error', () => server.resetAndDestroy());
    const closed = () => {
      if (client.destroyed && server.destroyed) pairs.delete(client);
    };
    client.on('close', closed);
    server.on('close', closed);
  };

  return {
    server: (upstream): Server =>
      createServer(
        { allowHalfOpen: true, pauseOnConnect: delayMs > 0, noDelay: true },
        (client) => void accept(client, upstream),
      ),
    effect: (): Effect => ({
      touched: bytes > 0,
      evidence: `${bytes} bytes in ${connections} connections went through the proxy`,
    }),
    release: () => {
      for (const { client, server, lines } of pairs.values()) {
        for (const line of lines) line.release();
        client.end();
        server.end();
      }
    },
    destroy: () => {
      for (const { client, server } of pairs.values()) {
        client.destroy();
        server.destroy();
      }
    },
  };
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  readonly lines: readonly Line[];
}

/** Where a connection was meant to go. What came from outside was meant for the address at which it arrived. */
export const upstreamOf = (client: Socket, { host, port }: Upstream): { readonly host: string; readonly port: number } => ({
  host: host ?? client.localAddress ?? '127.0.0.1',
  port,
});
