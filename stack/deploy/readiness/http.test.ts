import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { probeHttp } from './http.js';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<URL> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`);
}

afterEach(() => {
  vi.restoreAllMocks();
  server?.closeAllConnections();
  server?.close();
});

const never = new AbortController().signal;

describe('probeHttp', () => {
  it.each<[string, RequestListener, string | undefined]>([
    ['takes 204', (_, response) => response.writeHead(204).end(), undefined],
    ['refuses a redirect', (_, response) => response.writeHead(302, { location: '/' }).end(), 'GET /healthz answered 302'],
    ['refuses 503', (_, response) => response.writeHead(503).end('starting'), 'GET /healthz answered 503'],
    ['names the error of a closed connection', ({ socket }) => socket.destroy(), 'GET /healthz: ECONNRESET'],
  ])('%s', async (_, listener, reason) => {
    expect(await probeHttp(await serve(listener), never)).toBe(reason);
  });

  it('does not wait for the end of an answer, and lets go of its connection', async () => {
    let open = 0;
    const url = await serve((request, response) => {
      open += 1;
      request.socket.on('close', () => {
        open -= 1;
      });
      response.writeHead(200).write('more follows');
    });
    expect(await probeHttp(url, never)).toBeUndefined();
    await vi.waitFor(() => expect(open).toBe(0));
  });

  it('says how long it waited for a server that is silent', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort(new Error('timeout')));
    expect(await probeHttp(await serve(() => {}), never)).toBe('GET /healthz did not answer within 2 s');
  });

  it('rejects with the reason of an abort', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const url = await serve(() => stop.abort(reason));
    await expect(probeHttp(url, stop.signal)).rejects.toBe(reason);
  });
});
