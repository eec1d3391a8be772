import express, { type ErrorRequestHandler, type Express } from 'express';
import { requireToken } from '../../runtime/require-token.js';
import { FLAG_NAMES, isFlagName, readFlagsRequest } from './request.js';
import type { FlagStore } from './store.js';

/** The admin port of the api; see contracts.ts. */
export function makeAdmin(token: string, flags: FlagStore): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requireToken(token));
  app.get('/flags', (_req, res) => {
    res.json(flags.flags());
  });
  app.put('/flags', express.json({ limit: '4kb', type: () => true }), (req, res) => {
    const change = readFlagsRequest(req.body ?? {});
    if ('refused' in change) {
      res.status(400).json({ error: change.refused });
      return;
    }
    flags.set(change);
    res.json(flags.flags());
  });
  app.delete('/flags', (req, res) => {
    const names = [req.query.name ?? []].flat().map(String);
    const unknown = names.filter((name) => !isFlagName(name));
    if (unknown.length > 0) {
      res.status(400).json({ error: `unknown: ${unknown.join(', ')}` });
      return;
    }
    flags.clear(names.length > 0 ? names.filter(isFlagName) : FLAG_NAMES);
    res.json(flags.flags());
  });
  app.use((_req, res) => {
    res.status(404).json({ error: 'not found' });
  });
  const answerErrors: ErrorRequestHandler = (error, _req, res, next) => {
    if (res.headersSent) return next(error);
    const status = typeof error?.status === 'number' ? error.status : 500;
    res.status(status).json({ error: status < 500 ? 'bad request' : 'internal error' });
  };
  app.use(answerErrors);
  return app;
}
