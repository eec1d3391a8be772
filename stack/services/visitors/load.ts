import type { Milliseconds } from '../../../core/time.js';
import type { Load, LoadRequest } from '../contracts.js';
import { shapeProblem } from './shape.js';

const MAX_RATE = 200;
const MAX_LIFETIME_MS: Milliseconds = 3_600_000;
const MAX_PATHS = 50;
const MIN_EVERY_MS: Milliseconds = 1_000;
const KEYS: readonly string[] = ['rate', 'paths', 'shape', 'also', 'lifetimeMs'] satisfies readonly (keyof LoadRequest)[];
/** A path on the same site: nothing that a URL parser could take for another host. */
const PATH = /^\/(?!\/)[\w\-./?=&%:~]{0,200}$/;

/** The base load, and another one that takes its place until it ends: a client that dies leaves the base load behind. */
export interface LoadState {
  readonly base: Load;
  readonly instead?: Load;
}

/** What the visitors do now. */
export const currentLoad = ({ base, instead }: LoadState, now: Milliseconds): Load =>
  instead !== undefined && now < instead.endsAt ? instead : base;

/** The state after a request, or the reason why it is refused. */
export type Changed = { readonly state: LoadState } | { readonly refused: string };

/**
 * Applies a request. One that names nothing but a lifetime renews that of the base load; any other puts a load in its place, or, if
 * it asks for the base load, ends that.
 * @param lifetimeMs the lifetime to use if the request names none.
 */
export function changeLoad(state: LoadState, request: unknown, lifetimeMs: Milliseconds, now: Milliseconds): Changed {
  const { base } = state;
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return { refused: 'expected a JSON object' };
  const unknown = Object.keys(request).filter((key) => !KEYS.includes(key));
  if (unknown.length > 0) return { refused: `unknown: ${unknown.join(', ')}` };
  const { rate = base.rate, paths = base.paths, lifetimeMs: lifetime = lifetimeMs, shape, also } = request as LoadRequest;
  if (!isRate(rate)) return { refused: `rate must be a number from 0 to ${MAX_RATE}` };
  if (!isWithin(lifetime, 0, MAX_LIFETIME_MS)) return { refused: `lifetimeMs must be a number from 0 to ${MAX_LIFETIME_MS}` };
  if (!Array.isArray(paths) || paths.length === 0 || paths.length > MAX_PATHS || !paths.every(isPath))
    return { refused: `paths must be 1 to ${MAX_PATHS} paths of the site` };
  const problem = shape === undefined ? undefined : shapeProblem(shape, isRate);
  if (problem !== undefined) return { refused: problem };
  if (also !== undefined && !(Array.isArray(also) && also.length <= MAX_PATHS && also.every(isRegularVisit)))
    return { refused: `also must be at most ${MAX_PATHS} paths with everyMs of at least ${MIN_EVERY_MS}` };
  const load: Load = { rate, paths: [...paths], ...(shape && { shape }), ...(also && { also }), endsAt: now + lifetime };
  if (KEYS.every((key) => key === 'lifetimeMs' || !(key in request))) return { state: { ...state, base: load } };
  return { state: isSame(load, base) ? { base: load } : { base, instead: load } };
}

const isWithin = (value: unknown, low: number, high: number): value is number =>
  typeof value === 'number' && value >= low && value <= high;

const isRate = (value: unknown): value is number => isWithin(value, 0, MAX_RATE);

const isSame = (a: Load, b: Load): boolean =>
  a.rate === b.rate && a.paths.join('\n') === b.paths.join('\n') && a.shape === undefined && (a.also ?? []).length === 0;

function isRegularVisit(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { path, everyMs, ...more } = value as { readonly path?: unknown; readonly everyMs?: unknown };
  return isPath(path) && isWithin(everyMs, MIN_EVERY_MS, MAX_LIFETIME_MS) && Object.keys(more).length === 0;
}

const isPath = (value: unknown): value is string => typeof value === 'string' && PATH.test(value);
