import { z } from 'zod';
import { describeValue } from '../faults/parameters.js';

/** How many of a service's instances. */
export const instances = z
  .union(
    [
      z.enum(['all', 'one']),
      z.int().min(1).max(1_000),
      z.templateLiteral([z.int().min(1).max(100), '%']),
      z.array(z.string().min(1)).min(1).max(100),
    ],
    {
      error: (issue) =>
        `expected all, one, a number such as 2, a share such as 50% or a list of names, found ${describeValue(issue.input)}`,
    },
  )
  .default('all')
  .describe(
    'Which of its instances: `all`; `one`, a number or a share such as `50%`, rounded up, of the first ones by name; or a list of names such as `[api-2]`.',
  );
