import { z } from 'zod';
import { duration, milliseconds } from '../faults/parameters.js';
import type { LoadSpec } from '../model/scenario.js';
import { ORDINARY_RATE } from './load-text.js';

const path = z.string().regex(/^\//, { error: 'expected a path that starts with /, such as /api/products' });
const MOST = 200;

const shape = z
  .strictObject({
    kind: z
      .enum(['step', 'ramp', 'spike'])
      .describe(
        '`step`: another rate from then on; `ramp`: evenly to another rate, which stays; `spike`: another rate for a while.',
      ),
    to: z.number().min(0).max(MOST).describe('The other rate; 0 is no request at all.'),
    at: duration.default('0').describe('When it begins, from the start of the timeline, as `at` of a fault.'),
    for: duration.optional().describe('How long the ramp or the spike takes.'),
  })
  .refine(({ kind, for: lasts }) => kind === 'step' || lasts !== undefined, {
    path: ['for'],
    error: 'say how long the ramp or the spike takes',
  })
  .refine(({ kind, for: lasts }) => kind !== 'step' || lasts === undefined, {
    path: ['for'],
    error: 'a step stays: leave `for` out, or make it a ramp or a spike',
  })
  .refine(({ for: lasts }) => lasts === undefined || milliseconds(lasts) > 0, {
    path: ['for'],
    error: 'expected a duration above 0',
  });

const regular = z.strictObject({
  path: path.describe('The path, such as `/api/reports/sales`.'),
  every: duration
    .refine((text) => milliseconds(text) >= 1_000, { error: 'expected a duration of at least 1s' })
    .describe('How often.'),
});

/** Load during a run. */
export const load = z.strictObject({
  rate: z
    .number()
    .positive()
    .max(MOST)
    .default(ORDINARY_RATE)
    .describe('Requests per second; the default is what the visitors send by themselves.'),
  paths: z.array(path).default([]).describe("Paths to request, in turn. Empty: the visitors' own mix."),
  shape: shape.optional().describe('How the rate changes during the timeline. Without it: not at all.'),
  also: z.array(regular).max(20).default([]).describe('What is requested once in a while, in addition to the rate.'),
});

/** The load as the rest of supops works with it. */
export const toLoad = ({ rate, paths, shape: change, also }: z.output<typeof load>): LoadSpec => ({
  rate,
  paths,
  ...(change && { shape: toShape(change) }),
  ...(also.length > 0 && { also: also.map(({ path: of, every }) => ({ path: of, everyMs: milliseconds(every) })) }),
});

function toShape({ kind, to, at, for: lasts }: z.output<typeof shape>): NonNullable<LoadSpec['shape']> {
  const atMs = milliseconds(at);
  // The schema has seen to it that only a step lacks it.
  return kind === 'step' || lasts === undefined ? { kind: 'step', to, atMs } : { kind, to, atMs, forMs: milliseconds(lasts) };
}
