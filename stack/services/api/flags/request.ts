import type { Milliseconds } from '../../../../core/time.js';
import { API_ROUTES, type FlagName, type FlagsRequest, type FlagValues } from '../../contracts.js';

const DEFAULT_TTL_MS: Milliseconds = 120_000;
const MAX_TTL_MS: Milliseconds = 3_600_000;
const MAX_DELAY_MS: Milliseconds = 60_000;
const MAX_LEAK_MEBIBYTES = 200;
/** Not a whole core: the admin port must be able to answer in between. */
const MAX_CPU = 0.95;
const MAX_ID = 2_147_483_647;

/** What is to be set, for how long. */
export interface FlagChange {
  readonly values: Partial<FlagValues>;
  readonly ttlMs: Milliseconds;
}

/** The check of each flag: what is wrong with a value, or nothing. */
const CHECKS: { readonly [Name in FlagName]: (value: unknown) => string | undefined } = {
  errors: (value) => (isWithin(value, 0, 1) && value > 0 ? undefined : 'errors must be a share above 0, at most 1'),
  slow: (value) => {
    if (!isObject(value)) return 'slow must be an object with route and delayMs';
    const { route, delayMs, ...more } = value;
    if (Object.keys(more).length > 0) return `unknown in slow: ${Object.keys(more).join(', ')}`;
    if (!ROUTES.includes(route as string)) return `the route of slow must be one of ${ROUTES.join(', ')}`;
    return isWithin(delayMs, 1, MAX_DELAY_MS) ? undefined : `the delayMs of slow must be a number from 1 to ${MAX_DELAY_MS}`;
  },
  leak: (value) =>
    isWithin(value, 0.1, MAX_LEAK_MEBIBYTES) ? undefined : `leak must be a number from 0.1 to ${MAX_LEAK_MEBIBYTES}`,
  cpu: (value) => (isWithin(value, 0.05, MAX_CPU) ? undefined : `cpu must be a share from 0.05 to ${MAX_CPU}`),
  badKey: (value) => (isWithin(value, 1, MAX_ID) && Number.isInteger(value) ? undefined : 'badKey must be the id of a product'),
};

const ROUTES: readonly string[] = API_ROUTES.map(([, path]) => path);

/** Every flag. */
export const FLAG_NAMES = Object.keys(CHECKS) as readonly FlagName[];

export const isFlagName = (name: string): name is FlagName => Object.hasOwn(CHECKS, name);

/** Reads a request to set flags, or says why it is refused. */
export function readFlagsRequest(request: unknown): FlagChange | { readonly refused: string } {
  if (!isObject(request)) return { refused: 'expected a JSON object' };
  const { ttlMs = DEFAULT_TTL_MS, ...values } = request as FlagsRequest & Record<string, unknown>;
  const names = Object.keys(values);
  const unknown = names.filter((name) => !isFlagName(name));
  if (unknown.length > 0) return { refused: `unknown: ${unknown.join(', ')}` };
  if (names.length === 0) return { refused: `name at least one of ${FLAG_NAMES.join(', ')}` };
  if (!isWithin(ttlMs, 1, MAX_TTL_MS)) return { refused: `ttlMs must be a number from 1 to ${MAX_TTL_MS}` };
  const wrong = names.filter(isFlagName).flatMap((name) => CHECKS[name](values[name]) ?? []);
  return wrong[0] === undefined ? { values, ttlMs } : { refused: wrong[0] };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWithin = (value: unknown, low: number, high: number): value is number =>
  typeof value === 'number' && value >= low && value <= high;
