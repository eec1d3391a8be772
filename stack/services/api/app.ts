import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Log } from '../runtime/log.js';
import { DatabaseUnavailable } from './database.js';
import type { ApiMetrics } from './metrics.js';
import { shopRoutes } from './routes.js';
import type { Shop } from './shop.js';

/** What the api is made of. */
export interface AppParts {
  readonly instance: string;
  readonly shop: Shop;
  readonly metrics: ApiMetrics;
  readonly log: Log;
  /** Passed by every request to a route of the shop, first thing in that route. */
  readonly before: RequestHandler;
}

/** The api as an Express application. */
export function makeApp({ instance, shop, metrics, log, before }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  app.get('/readyz', async (_req, res) => {
    await shop.ping();
    res.json({ status: 'ready' });
  });
  app.get('/metrics', async (_req, res) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  app.use(metrics.measure, (_req, res, next) => {
    res.set('x-served-by', instance);
    next();
  });
  app.use(shopRoutes(shop, before));
  app.use((_req, res) => {
    res.status(404).json({ error: 'not found' });
  });
  app.use(answerErrors(log));
  return app;
}

/** 503 if the database failed, 4xx for a body that cannot be read, else 500. The visitor learns nothing about the cause. */
const answerErrors =
  (log: Log): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error);
    if (error instanceof DatabaseUnavailable) {
      log('error', 'database unavailable', { error: error.message, method: req.method, path: req.path });
      res.status(503).json({ error: 'database unavailable' });
      return;
    }
    const status: unknown = error?.status;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      res.status(status).json({ error: 'bad request' });
      return;
    }
    log('error', 'request failed', { error: error?.stack ?? String(error), method: req.method, path: req.path });
    res.status(500).json({ error: 'internal error' });
  };
