import { z } from 'zod';
import type { AbortCondition, Condition } from '../model/condition.js';
import type { RemediationStep } from '../model/remediation.js';
import { targetInstances } from './target-shape.js';

// The parts of a scenario about the course of its run, as a journal holds them.

const kinds: z.ZodType<Condition> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('http'),
    service: z.string(),
    path: z.string(),
    status: z.number(),
    withinMs: z.number(),
  }),
  z.object({
    kind: z.literal('promql'),
    query: z.string(),
    equals: z.number().exactOptional(),
    tolerance: z.number().exactOptional(),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
  }),
  z.object({ kind: z.literal('quiet') }),
  z.object({ kind: z.literal('resolved'), alert: z.string() }),
]);

/** A condition. */
export const condition = kinds.meta({ id: 'condition' });

/** A condition that ends the run. */
export const abortCondition: z.ZodType<AbortCondition> = z
  .object({ on: z.enum(['when', 'unless']), condition })
  .meta({ id: 'abort condition' });

const target = z.object({ service: z.string(), instances: targetInstances });

const steps: z.ZodType<RemediationStep> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('undo'), fault: z.string().exactOptional() }),
  z.object({ kind: z.literal('restart'), target }),
  z.object({ kind: z.literal('admin'), target, command: z.array(z.string()).readonly() }),
  z.object({ kind: z.literal('wait'), condition, withinMs: z.number() }),
]);

/** A step of the repair. */
export const remediationStep = steps.meta({ id: 'remediation step' });
