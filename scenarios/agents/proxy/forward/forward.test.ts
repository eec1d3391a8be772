import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { ForwardAct } from '../args.js';
import { createForwarder } from './forward.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const PLAIN: ForwardAct = { kind: 'forward', delayMs: 0, jitterMs: 0, direction: 'both' };

async function listening(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A proxy before a server that answers the whole of what it is sent, once the other side has ended. */
async function proxied(act: ForwardAct, port?: number) {
  const upstream = () =>
    listening(
      createServer({ allowHalfOpen: true }, (socket) => {
        let all = '';
        socket.on('data', (data) => {
          all += data;
        });
        // Not an iteration: that would end both directions.
        socket.on('end', () => socket.end(`got ${all}`));
      }),
    );
  const forwarder = createForwarder(act);
  const at = await listening(forwarder.server({ side: 'to', host: '127.0.0.1', port: port ?? (await upstream()) }));
  return { forwarder, client: connect({ port: at, host: '127.0.0.1', allowHalfOpen: true }) };
}

test('passes bytes and the end of each direction on, and counts them', async () => {
  const { forwarder, client } = await proxied(PLAIN);
  client.end('hello');
  expect(await text(client)).toBe('got hello');
  expect(forwarder.effect()).toEqual({ touched: true, evidence: '14 bytes in 1 connections went through the proxy' });
});

test('keeps bytes in order while their delay varies', async () => {
  const { client } = await proxied({ ...PLAIN, delayMs: 10, jitterMs: 10 });
  const parts = Array.from({ length: 50 }, (_, index) => `${index} `);
  for (const part of parts) {
    client.write(part);
    await new Promise((resolve) => setImmediate(resolve));
  }
  client.end();
  expect(await text(client)).toBe(`got ${parts.join('')}`);
});

test('passes on at once what is on its way when it is released', async () => {
  const { forwarder, client } = await proxied({ ...PLAIN, bytesPerSecond: 1 });
  // The first bytes would take most of an hour.
  client.end('x'.repeat(3_000));
  const releasing = setInterval(forwarder.release, 5);
  const closed = once(client, 'close');
  client.resume();
  await closed;
  clearInterval(releasing);
  expect(forwarder.effect().evidence).toMatch(/^[1-9]\d+ bytes in 1 connections/);
});

test('resets a connection to which nobody answers', async () => {
  const free = await listening(createServer());
  servers.pop()?.close();
  const { client } = await proxied(PLAIN, free);
  const [error] = await once(client, 'error');
  expect((error as NodeJS.ErrnoException).code).toBe('ECONNRESET');
});
