import type { RequestHandler } from 'express';
import type { Milliseconds } from '../../../../core/time.js';
import type { FlagStore } from './store.js';

/** What decides about requests. */
export interface DisturbParts {
  readonly flags: FlagStore;
  /** 0 to 1, evenly. */
  readonly random: () => number;
  readonly wait: (ms: Milliseconds) => Promise<unknown>;
}

/** Delays and fails requests to a route of the shop as the flags say. Inside of a route, so that its metrics tell which one. */
export const disturb =
  ({ flags, random, wait }: DisturbParts): RequestHandler =>
  async (req, _res, next) => {
    const slow = flags.valueOf('slow');
    if (slow !== undefined && slow.route === req.route?.path) {
      flags.count('slow', 1);
      await wait(slow.delayMs);
    }
    const errors = flags.valueOf('errors');
    if (errors !== undefined && random() < errors) {
      flags.count('errors', 1);
      throw new Error('the flag errors lets this request fail');
    }
    const badKey = flags.valueOf('badKey');
    if (badKey !== undefined && req.params.id === String(badKey)) {
      flags.count('badKey', 1);
      throw new Error(`the flag badKey lets requests for the product ${badKey} fail`);
    }
    next();
  };
