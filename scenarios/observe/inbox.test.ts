import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../core/time.js';
import type { Message } from '../../stack/services/contracts.js';
import { makeApp } from '../../stack/services/inbox/app.js';
import { makeEventStream } from '../../stack/services/inbox/event-stream.js';
import { type Arrived, makeStore, type Store } from '../../stack/services/inbox/store.js';
import { inboxClient, type Position } from './inbox.js';

let server: Server | undefined;

async function serve(listener: RequestListener, port = 0): Promise<URL> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(listening.address() as AddressInfo).port}`);
}

async function close(): Promise<void> {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(undefined));
}

afterEach(close);

/** Follows the inbox until `done` returns true, and returns everything that was received, in words. */
async function follow(base: URL, from: Position, done: (seen: readonly string[]) => boolean): Promise<readonly string[]> {
  const stop = new AbortController();
  const seen: string[] = [];
  const record = (word: string) => {
    seen.push(word);
    if (done(seen)) stop.abort();
  };
  await inboxClient(base).follow(from, {
    clock: systemClock,
    signal: stop.signal,
    onMessage: ({ inboxId, seq }) => record(`${inboxId} ${seq}`),
    onState: record,
    onReplaced: () => record('replaced'),
  });
  return seen;
}

const message = (seq: number): Message => ({ ...arrived, seq, inboxId: 'a' });
const arrived: Arrived = {
  channel: 'email',
  receiver: '',
  receivedAt: 1,
  to: '',
  subject: 'DatabaseDown',
  text: '',
  alerts: [],
};

/** A store with this many messages. */
function storeOf(inboxId: string, messages: number): Store {
  const store = makeStore(inboxId);
  for (let i = 0; i < messages; i += 1) store.add(arrived);
  return store;
}

/** The real inbox, on top of the store. */
function inboxOf(store: Store): RequestListener {
  const events = makeEventStream(store);
  // Its heartbeat must not outlive the test.
  onTestFinished(events.close);
  return makeApp(store, events);
}

describe('following the inbox', () => {
  test('requests a message again if only half of it came before the connection was lost', async () => {
    const asked: string[] = [];
    const base = await serve((request, response) => {
      asked.push(request.url ?? '');
      // Without a length, the end of the connection is the end of the answer.
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
      const whole = `: inbox a\n\ndata: ${JSON.stringify(message(asked.length + 3))}\n\n`;
      if (asked.length === 1) response.end(`${whole}data: {"seq":5,"subj`);
      else response.write(whole);
    });
    const seen = await follow(base, { inboxId: 'a', seq: 3 }, (words) => words.includes('a 5'));
    expect(seen).toEqual(['ok', 'a 4', 'unreachable', 'ok', 'a 5']);
    expect(asked).toEqual(['/api/events?after=3', '/api/events?after=4']);
  });

  test.each([
    ['fewer', 2],
    ['as many', 3],
    ['more', 5],
  ])(
    'starts over with an inbox that was restarted and holds %s messages: none is left out, none comes twice',
    async (_, held) => {
      const base = await serve(inboxOf(storeOf('first', 3)));
      const port = Number(base.port);
      const all = Array.from({ length: held }, (_, i) => `second ${i + 1}`);
      const seen = await follow(base, { inboxId: 'first', seq: 1 }, (words) => {
        if (words.at(-1) === 'first 3') void close().then(() => serve(inboxOf(storeOf('second', held)), port));
        return words.includes(`second ${held}`);
      });
      const settled = seen.filter((word, i) => word !== 'unreachable' || seen[i - 1] !== 'unreachable');
      expect(settled).toEqual(['ok', 'first 2', 'first 3', 'unreachable', 'replaced', 'ok', ...all]);
    },
  );

  test('notices that the inbox was restarted before it was first followed', async () => {
    const base = await serve(inboxOf(storeOf('second', 2)));
    const seen = await follow(base, { inboxId: 'first', seq: 1 }, (words) => words.includes('second 2'));
    expect(seen).toEqual(['replaced', 'ok', 'second 1', 'second 2']);
  });

  test('accepts messages from an older inbox, which have no receiver', async () => {
    const { receiver: _, ...older } = message(1);
    const base = await serve((_request, response) => {
      response.writeHead(200).write(`: inbox a\n\ndata: ${JSON.stringify(older)}\n\n`);
    });
    const seen = await follow(base, { inboxId: 'a', seq: 0 }, (words) => words.includes('a 1'));
    expect(seen).toEqual(['ok', 'a 1']);
  });

  test('disconnects from an inbox that is silent, and reconnects', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const streams: ServerResponse[] = [];
    const base = await serve((_, response) => {
      streams.push(response);
      response.writeHead(200).write(': inbox a\n\n');
      if (streams.length === 2) response.write(`data: ${JSON.stringify(message(1))}\n\n`);
    });
    const following = follow(base, { inboxId: 'a', seq: 0 }, (words) => words.includes('a 1'));
    await vi.waitFor(() => expect(streams).toHaveLength(1));
    await vi.waitFor(() => vi.advanceTimersByTimeAsync(12_000).then(() => expect(streams).toHaveLength(2)));
    vi.useRealTimers();
    expect(await following).toEqual(['ok', 'unreachable', 'ok', 'a 1']);
  });
});
