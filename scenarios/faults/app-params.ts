import { z } from 'zod';
import type { Milliseconds } from '../../core/time.js';
import { API_ROUTES, type FlagName, type FlagsRequest } from '../../stack/services/contracts.js';
import { duration, milliseconds } from './parameters.js';

/** The flags, in the order of the reference. */
export const FLAGS = ['errors', 'slow', 'leak', 'cpu', 'badKey'] as const satisfies readonly FlagName[];

const HOUR_MS: Milliseconds = 3_600_000;
const MINUTE_MS: Milliseconds = 60_000;

const upTo = (mostMs: Milliseconds, text: string) =>
  duration.refine((value) => milliseconds(value) > 0 && milliseconds(value) <= mostMs, {
    error: `expected a duration above 0, at most ${text}`,
  });

/** What the api breaks in itself. */
export const appParams = z
  .strictObject({
    errors: z
      .number()
      .positive()
      .max(1)
      .optional()
      .describe('Share of the requests that is answered with 500, above 0, at most 1.'),
    slow: z
      .strictObject({
        route: z.enum(API_ROUTES.map(([, path]) => path)).describe('The route, such as `/api/products/:id`.'),
        delay: upTo(MINUTE_MS, '1m').describe('How much later it answers.'),
      })
      .optional()
      .describe('One route answers late.'),
    leak: z.number().min(0.1).max(200).optional().describe('Memory that is taken and never given back, in MiB per second.'),
    cpu: z
      .number()
      .min(0.05)
      .max(0.95)
      .optional()
      .describe('Share of a core that is burnt, 0.05 to 0.95. Meanwhile requests wait.'),
    badKey: z.int().min(1).max(2_147_483_647).optional().describe('Id of a product that cannot be read: 500.'),
    ttl: upTo(HOUR_MS, '1h')
      .optional()
      .describe('After this time the api is as before by itself. Without it: not during the run.'),
  })
  .refine((params) => FLAGS.some((name) => params[name] !== undefined), {
    error: `name at least one of ${FLAGS.join(', ')}`,
  });

/** These parameters, checked. */
export type AppParams = z.output<typeof appParams>;

/** The flags that they name. */
export const flagsOf = (params: AppParams): readonly FlagName[] => FLAGS.filter((name) => params[name] !== undefined);

/**
 * The request to the api, as JSON.
 * @param ttlMs used if they name no time; the api takes at most one hour
 */
export function flagsRequest(params: AppParams, ttlMs: Milliseconds): string {
  const { slow, ttl, ...others } = params;
  // What is undefined is not in the JSON.
  const request: { readonly [Key in keyof FlagsRequest]: FlagsRequest[Key] | undefined } = {
    ...others,
    slow: slow && { route: slow.route, delayMs: milliseconds(slow.delay) },
    ttlMs: ttl === undefined ? Math.min(ttlMs, HOUR_MS) : milliseconds(ttl),
  };
  return JSON.stringify(request);
}
