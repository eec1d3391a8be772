import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Milliseconds } from '../../../core/time.js';
import type { LoadRecords } from '../contracts.js';
import { requireToken } from '../runtime/require-token.js';
import { changeLoad, currentLoad, type LoadState } from './load.js';
import type { Tally } from './tally.js';

/** What the admin port works on. */
export interface AdminParts {
  readonly token: string;
  readonly tally: Tally;
  readonly lifetimeMs: Milliseconds;
  readonly state: () => LoadState;
  readonly onState: (state: LoadState) => void;
}

/** The admin port of the visitors; see contracts.ts. */
export function makeAdmin({ token, tally, lifetimeMs, state, onState }: AdminParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  app.use(requireToken(token));
  app.get('/load', (_req, res) => {
    res.json(currentLoad(state(), Date.now()));
  });
  app.put('/load', express.json({ limit: '64kb', type: () => true }), (req, res) => {
    const changed = changeLoad(state(), req.body ?? {}, lifetimeMs, Date.now());
    if ('refused' in changed) {
      res.status(400).json({ error: changed.refused });
      return;
    }
    onState(changed.state);
    res.json(currentLoad(changed.state, Date.now()));
  });
  app.get('/records', (req, res) => {
    const after = Number(req.query.after ?? 0);
    const records: LoadRecords = { records: tally.records(Number.isFinite(after) ? after : 0) };
    res.json(records);
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
