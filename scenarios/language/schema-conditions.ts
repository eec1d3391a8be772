import { z } from 'zod';
import { duration } from '../faults/parameters.js';

/** Text that says something. */
export const word = z.string().min(1);

/** A mapping of which exactly one key is given. */
export const oneOf = <S extends z.ZodRawShape>(shape: S) => {
  const names = Object.keys(shape);
  const listed = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return z
    .strictObject(shape)
    .refine((value) => Object.values(value).filter((one) => one !== undefined).length === 1, {
      error: `expected exactly one of ${listed}`,
      // A key that is spelled wrong is problem enough.
      when: ({ issues }) => issues.length === 0,
    })
    .meta({ minProperties: 1, maxProperties: 1 });
};

const http = z.strictObject({
  path: z
    .string()
    .regex(/^\/[!-~]*$/, { error: 'expected a path that starts with /, such as /api/products' })
    .describe('Path and query to request.'),
  service: word.default('front').describe('The service that is asked; one whose port is published.'),
  status: z.int().min(100).max(599).default(200).describe('Status that it must answer.'),
  within: duration.default('2s').describe('How long the answer may take, in real time.'),
});

const promql = z.strictObject({
  query: word.describe('PromQL, as for production: its ranges shrink with the stack. Every value that it answers is judged.'),
  equals: z.number().optional().describe('The value that is wanted.'),
  tolerance: z.number().min(0).optional().describe('How far from `equals` it may be. Without it: not at all.'),
  min: z.number().optional().describe('The smallest value that will do.'),
  max: z.number().optional().describe('The largest value that will do.'),
});

/** A condition, as written. The id gives it a table of its own in the reference. */
export const condition = oneOf({
  http: http
    .optional()
    .describe('A service answers a request. It holds if the status is right and comes in time; no answer is a no.'),
  promql: promql
    .optional()
    .describe('A query answers values within bounds. An error or an empty answer never holds; it is unknown.'),
  alerts: z
    .literal('none')
    .optional()
    .describe('`none`: no alert is pending or firing, except those in `allow`, the Watchdog and those of `layer: host`.'),
  resolved: word.optional().describe('The alert of this name is neither pending nor firing.'),
}).meta({ id: 'condition' });

/** A list of them. */
export const conditions = z.array(condition).max(20);
