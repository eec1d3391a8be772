import type { Milliseconds } from '../../../core/time.js';
import type { Load, LoadRequest } from '../contracts.js';

export const MAX_RATE = 200;
const MAX_LIFETIME_MS: Milliseconds = 3_600_000;
const MAX_PATHS = 50;
/** A path on the same site: nothing that a URL parser could take for another host. */
const PATH = /^\/(?!\/)[\w\-./?=&%:~]{0,200}$/;

/** The load after a request, or the reason why it is refused. */
export type Changed = { readonly load: Load; readonly lifetimeMs: Milliseconds } | { readonly refused: string };

/**
 * Applies a request to a load. What it does not name stays; the lifetime begins anew in any case.
 * @param lifetimeMs the lifetime to use where the request names none.
 */
export function changeLoad(load: Load, request: unknown, lifetimeMs: Milliseconds, now: Milliseconds): Changed {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return { refused: 'expected a JSON object' };
  const unknown = Object.keys(request).filter((key) => !['rate', 'paths', 'lifetimeMs'].includes(key));
  if (unknown.length > 0) return { refused: `unknown: ${unknown.join(', ')}` };
  const { rate = load.rate, paths = load.paths, lifetimeMs: lifetime = lifetimeMs } = request as LoadRequest;
  if (!isWithin(rate, 0, MAX_RATE)) return { refused: `rate must be a number from 0 to ${MAX_RATE}` };
  if (!isWithin(lifetime, 0, MAX_LIFETIME_MS)) return { refused: `lifetimeMs must be a number from 0 to ${MAX_LIFETIME_MS}` };
  if (!Array.isArray(paths) || paths.length === 0 || paths.length > MAX_PATHS || !paths.every(isPath))
    return { refused: `paths must be 1 to ${MAX_PATHS} paths of the site` };
  return { load: { rate, paths: [...paths], endsAt: now + lifetime }, lifetimeMs: lifetime };
}

const isWithin = (value: unknown, low: number, high: number): value is number =>
  typeof value === 'number' && value >= low && value <= high;

const isPath = (value: unknown): value is string => typeof value === 'string' && PATH.test(value);
