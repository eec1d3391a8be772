import type { RequestHandler, Response } from 'express';
import type { Milliseconds } from '../../../core/time.js';
import type { Message } from '../contracts.js';
import type { Store } from './store.js';

const HEARTBEAT_MS: Milliseconds = 5_000;
/** A client that reads this much too slowly is cut off; it comes back and resumes. */
const MAX_BACKLOG_BYTES = 4 * 1_024 * 1_024;

/** Server-sent events of new messages. */
export interface EventStream {
  readonly handler: RequestHandler;
  /** Ends all streams. */
  close(): void;
}

/** Streams messages after `Last-Event-ID` (a browser that resumes), else after `?after=`, else all that are kept. */
export function makeEventStream(store: Store): EventStream {
  const clients = new Set<Response>();
  const heartbeat = setInterval(() => {
    for (const client of clients) client.write(': still here\n\n');
  }, HEARTBEAT_MS);

  const handler: RequestHandler = (req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    res.write(`retry: 1000\n: inbox ${store.inboxId}\n\n`);
    const send = (message: Message) => {
      if (res.writableLength > MAX_BACKLOG_BYTES) res.destroy();
      else res.write(`id: ${message.seq}\ndata: ${JSON.stringify(message)}\n\n`);
    };
    for (const message of store.after(resumeAfter(req.get('last-event-id') ?? req.query.after, store.newest())).messages)
      send(message);
    clients.add(res);
    const unsubscribe = store.subscribe(send);
    res.on('close', () => {
      unsubscribe();
      clients.delete(res);
    });
  };
  return {
    handler,
    close: () => {
      clearInterval(heartbeat);
      for (const client of clients) client.end();
    },
  };
}

/** Where to resume. A client that has seen more than there is has seen another inbox, and gets all of this one. */
export function resumeAfter(asked: unknown, newest: number): number {
  const after = Number(asked ?? 0);
  return Number.isInteger(after) && after >= 0 && after <= newest ? after : 0;
}
