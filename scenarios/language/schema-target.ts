import { z } from 'zod';
import { describeValue } from '../faults/parameters.js';

/** How many of a service's instances. */
export const instances = z
  .union([z.enum(['all', 'one']), z.int().min(1).max(1_000)], {
    error: (issue) => `expected all, one or a number of instances, found ${describeValue(issue.input)}`,
  })
  .default('all')
  .describe('How many of its instances: `all`, `one`, or a number; the first ones by name.');
