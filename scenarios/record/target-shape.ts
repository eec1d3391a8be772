import { z } from 'zod';
import type { Target } from '../model/fault.js';

/** Which instances of a service are meant, as a journal holds it. */
export const targetInstances: z.ZodType<Target['instances']> = z.union([
  z.literal('all'),
  z.number(),
  z.templateLiteral([z.number(), '%']),
  z.array(z.string()).readonly(),
]);
