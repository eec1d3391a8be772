import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../core/time.js';
import { inboxClient } from './inbox.js';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<URL> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(listening.address() as AddressInfo).port}`);
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('following the inbox', () => {
  test('asks again for a message of which only half came before the inbox went away', async () => {
    const asked: string[] = [];
    const base = await serve((request, response) => {
      asked.push(request.url ?? '');
      // Without a length, the end of the connection is the end of the answer.
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
      const message = `data: ${JSON.stringify({ seq: asked.length + 3, subject: 'DatabaseDown' })}\n\n`;
      if (asked.length === 1) response.end(`${message}data: {"seq":5,"subj`);
      else response.write(message);
    });
    const stop = new AbortController();
    const seen: number[] = [];
    const states: string[] = [];
    await inboxClient(base).follow(3, {
      clock: systemClock,
      signal: stop.signal,
      onMessage: ({ seq }) => {
        seen.push(seq);
        if (seq === 5) stop.abort();
      },
      onState: (state) => states.push(state),
    });
    expect(seen).toEqual([4, 5]);
    expect(states).toEqual(['ok', 'unreachable', 'ok']);
    expect(asked).toEqual(['/api/events?after=3', '/api/events?after=4']);
  });
});
