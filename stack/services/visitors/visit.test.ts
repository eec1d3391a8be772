import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { visit } from './visit.js';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/products?page=2`;
}

async function close(): Promise<void> {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
}

afterEach(async () => {
  vi.restoreAllMocks();
  await close();
});

describe('visit', () => {
  it('reports status and duration of an answer', async () => {
    let asked = '';
    const url = await serve((request, response) => {
      asked = `${request.method} ${request.url} ${request.headers['user-agent']}`;
      response.writeHead(404).end('not here');
    });
    const outcome = await visit(url);
    expect(asked).toBe('GET /products?page=2 supops-visitor');
    expect(outcome).toEqual({ kind: 'answer', status: 404, durationMs: expect.any(Number) });
    expect(outcome.kind === 'answer' && outcome.durationMs).toBeGreaterThan(0);
  });

  it('is a first visit each time: a connection of its own, which ends with the answer', async () => {
    const sockets = new Set<{ readonly destroyed: boolean }>();
    const url = await serve(({ socket }, response) => {
      sockets.add(socket);
      response.end('ok');
    });
    await Promise.all([visit(url), visit(url)]);
    await visit(url);
    expect(sockets.size).toBe(3);
    await vi.waitFor(() => expect([...sockets].every(({ destroyed }) => destroyed)).toBe(true));
  });

  it.each<[string, RequestListener]>([
    ['is closed without an answer', ({ socket }) => socket.destroy()],
    ['ends in the middle of one', ({ socket }, response) => response.write('half', () => socket.destroy())],
    ['carries something else', ({ socket }) => socket.end('SSH-2.0\r\n')],
  ])('counts a connection that %s as broken', async (_, listener) => {
    expect(await visit(await serve(listener))).toEqual({ kind: 'broken' });
  });

  it('counts a refused connection as broken', async () => {
    const url = await serve(() => {});
    await close();
    expect(await visit(url)).toEqual({ kind: 'broken' });
  });

  it.each<[string, (response: ServerResponse, elapse: () => void) => void]>([
    ['answers', (_, elapse) => elapse()],
    ['ends its answer', (response, elapse) => response.write('half', elapse)],
  ])('goes away after two seconds from a server that never %s', async (_, hold) => {
    const twoSeconds = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(twoSeconds.signal);
    const url = await serve((_request, response) => hold(response, () => twoSeconds.abort()));
    expect(await visit(url)).toEqual({ kind: 'timeout', durationMs: 5_000 });
    expect(timeout).toHaveBeenCalledWith(5_000);
  });
});
