import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { HttpAct } from '../args.js';
import { createHttpProxy } from './http.js';

const servers: (Server | TcpServer)[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server | TcpServer): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const ALL: HttpAct = { kind: 'http', routes: [], methods: [], percent: 100, delayMs: 0 };

/** A proxy before a service that says what it was asked. */
async function proxied(act: HttpAct) {
  const service = createServer(async (incoming, outgoing) => {
    const { host, 'x-custom': custom } = incoming.headers;
    outgoing.setHeader('Set-Cookie', ['a=1', 'b=2']);
    outgoing.end(JSON.stringify({ method: incoming.method, url: incoming.url, host, custom, body: await text(incoming) }));
  });
  service.on('upgrade', (_, socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\nupgraded'));
  const proxy = createHttpProxy(act);
  const port = await listening(proxy.server({ side: 'to', host: '127.0.0.1', port: await listening(service) }));
  return { proxy, port };
}

const ask = (port: number, body: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number | undefined; cookies: unknown; body: string }>((resolve, reject) => {
    const own = request(
      { port, host: '127.0.0.1', method: 'POST', path: '/orders?x=1', headers, agent: false },
      async (answer) => resolve({ status: answer.statusCode, cookies: answer.headers['set-cookie'], body: await text(answer) }),
    );
    own.on('error', reject).end(body);
  });

test('what is not meant passes as it is: method, path, headers, body', async () => {
  const { proxy, port } = await proxied({ ...ALL, methods: ['GET'], status: 500 });
  const answer = await ask(port, 'one book', { Host: 'shop', 'X-Custom': 'yes', 'Transfer-Encoding': 'chunked' });
  expect({ ...answer, body: JSON.parse(answer.body) }).toEqual({
    status: 200,
    cookies: ['a=1', 'b=2'],
    body: { method: 'POST', url: '/orders?x=1', host: 'shop', custom: 'yes', body: 'one book' },
  });
  expect(proxy.effect()).toEqual({ touched: false, evidence: '0 of 1 requests changed' });
});

test('what is meant is answered in the place of the service', async () => {
  const { proxy, port } = await proxied({ ...ALL, status: 503 });
  expect(await ask(port, '')).toMatchObject({ status: 503, body: 'answered by supops in place of this service\n' });
  expect(proxy.effect()).toEqual({ touched: true, evidence: '1 of 1 requests changed' });
});

test('a service that does not answer is no answer of the proxy either', async () => {
  const gone = await listening(createServer());
  servers.pop()?.close();
  const port = await listening(createHttpProxy(ALL).server({ side: 'to', host: '127.0.0.1', port: gone }));
  await expect(ask(port, '')).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('an upgrade passes', async () => {
  const { port } = await proxied(ALL);
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /live HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  expect(await text(socket)).toBe('HTTP/1.1 101 Switching Protocols\r\n\r\nupgraded');
});
