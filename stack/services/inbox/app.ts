import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { type EventStream, resumeAfter } from './event-stream.js';
import { readMarkers } from './markers.js';
import { PAGE, PAGE_POLICY } from './page.js';
import { readSlack } from './slack.js';
import type { Store } from './store.js';
import { readWebhook } from './webhook.js';

const LIMIT = '1mb';

/** The inbox over HTTP; see contracts.ts. */
export function makeApp(store: Store, events: EventStream): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/', (_req, res) => {
    res.set('content-security-policy', PAGE_POLICY).set('cache-control', 'no-cache').type('html').send(PAGE);
  });
  app.get('/healthz', (_req, res) => {
    res.json({ status: 'ok', inboxId: store.inboxId });
  });
  app.get('/api/messages', (req, res) => {
    res.set('cache-control', 'no-store').json(store.after(resumeAfter(req.query.after, store.newest())));
  });
  app.get('/api/events', events.handler);
  app.post('/slack', express.urlencoded({ extended: false, limit: LIMIT }), express.json({ limit: LIMIT }), takeSlack(store));
  app.post('/webhook/:receiver', express.json({ limit: LIMIT }), takeWebhook(store));
  app.use((_req, res) => {
    res.status(404).json({ error: 'not found' });
  });
  app.use(answerErrors);
  return app;
}

/** Answers as Slack does: `ok`, or a word for what is wrong. */
const takeSlack =
  (store: Store): RequestHandler =>
  (req, res) => {
    const receivedAt = Date.now();
    const message = readSlack(payloadOf(req.body));
    if (message === undefined) {
      res.status(400).type('text').send('no_text');
      return;
    }
    store.add({ channel: 'slack', receivedAt, ...message, ...readMarkers(message.text) });
    res.type('text').send('ok');
  };

const takeWebhook =
  (store: Store): RequestHandler =>
  (req, res) => {
    store.add({ channel: 'webhook', receivedAt: Date.now(), to: req.path, ...readWebhook(req.body) });
    res.json({ status: 'ok' });
  };

/** The payload itself, or the form field that older clients send it in. */
function payloadOf(body: unknown): unknown {
  const field = (body as { readonly payload?: unknown } | undefined)?.payload;
  if (typeof field !== 'string') return body;
  try {
    return JSON.parse(field);
  } catch {
    return undefined;
  }
}

const answerErrors: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) return next(error);
  const status = typeof error?.status === 'number' ? error.status : 500;
  res.status(status).json({ error: status < 500 ? 'bad request' : 'internal error' });
};
