import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askJson, type JsonRequest } from './http-json.js';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<URL> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/load`);
}

async function close(): Promise<void> {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
}

afterEach(close);

const refusal = (url: URL, request: JsonRequest = {}): Promise<string> =>
  askJson(url, request).then(
    () => 'answered',
    (error: Error) => error.message,
  );

describe('askJson', () => {
  it('sends method, token and body, and gives the JSON of the answer', async () => {
    const url = await serve((request, response) => {
      const { authorization, 'content-type': type, 'content-length': length } = request.headers;
      request.setEncoding('utf8').on('data', (body) => {
        response.end(JSON.stringify({ method: request.method, authorization, type, length, body }));
      });
    });
    expect(await askJson(url, { method: 'PUT', token: 't', body: { rate: 'ä' } })).toEqual({
      method: 'PUT',
      authorization: 'Bearer t',
      type: 'application/json',
      length: '13',
      body: '{"rate":"ä"}',
    });
  });

  it('makes a connection for each request: the program behind the port may be another one by then', async () => {
    const sockets = new Set<unknown>();
    const url = await serve(({ socket }, response) => {
      sockets.add(socket);
      response.end('{}');
    });
    for (const _ of [1, 2, 3]) await askJson(url);
    expect(sockets.size).toBe(3);
  });

  it.each<[string, RequestListener, string]>([
    ['another status', (_, response) => response.writeHead(503).end('{}'), 'GET /load answered 503'],
    ['a redirect', (_, response) => response.writeHead(302, { location: '/x' }).end(), 'GET /load answered 302'],
    ['text', (_, response) => response.end('ok'), 'GET /load answered something that is not JSON'],
    ['a connection that is closed', ({ socket }) => socket.destroy(), 'GET /load: ECONNRESET'],
    [
      'half an answer',
      ({ socket }, response) => {
        response.writeHead(200, { 'content-length': 10 });
        response.write('{', () => socket.destroy());
      },
      'GET /load: ECONNRESET',
    ],
    ['what is not HTTP', ({ socket }) => socket.end('SSH-2.0\r\n'), 'GET /load: HPE_INVALID_CONSTANT'],
    ['silence', () => {}, 'GET /load: no answer within 2000 ms'],
    [
      'an answer that does not end',
      (_, response) => response.writeHead(200).write('{"a":'),
      'GET /load: no answer within 2000 ms',
    ],
  ])('says in few words that it got %s', async (_, listener, message) => {
    expect(await refusal(await serve(listener), { timeoutMs: 2_000 })).toBe(message);
  });

  it('says that nobody listens', async () => {
    const url = await serve(() => {});
    await close();
    expect(await refusal(url, { method: 'PUT', body: {} })).toBe('PUT /load: ECONNREFUSED');
  });
});
