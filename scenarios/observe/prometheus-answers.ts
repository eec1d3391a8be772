import { z } from 'zod';
import { ms } from '../record/shapes.js';
import { labels, moment, momentOrNever } from './shapes.js';

// The answers of Prometheus' HTTP API v1 (web/api/v1/api.go), as far as a run reads them.

const seconds = z
  .number()
  .transform((value) => value * 1_000)
  .pipe(ms);

const alert = z.object({
  labels,
  annotations: labels.default({}),
  state: z.enum(['pending', 'firing']),
  activeAt: moment,
  value: z.string(),
});

const rule = z.object({
  type: z.string(),
  name: z.string(),
  query: z.string().default(''),
  duration: seconds.default(0),
  keepFiringFor: seconds.default(0),
  health: z.enum(['ok', 'unknown', 'err']),
  lastError: z.string().default(''),
  lastEvaluation: momentOrNever,
  labels: labels.default({}),
  annotations: labels.default({}),
  alerts: z.array(alert).default([]),
});

/** `/api/v1/rules`. */
export const ruleGroups = z.object({
  groups: z.array(
    z.object({ name: z.string(), file: z.string().default(''), interval: seconds.default(0), rules: z.array(rule) }),
  ),
});

/** `/api/v1/targets`. */
export const activeTargets = z.object({
  activeTargets: z.array(
    z.object({ labels, health: z.enum(['up', 'down', 'unknown']), lastError: z.string(), lastScrape: momentOrNever }),
  ),
});

// A value is a text: JSON has no NaN.
const point = z.tuple([seconds, z.string().transform(Number)]);

/** An instant vector. */
export const instant = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: point })) }),
  z.object({ resultType: z.literal('scalar'), result: point }),
]);

/** Raw samples. */
export const matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(z.object({ metric: labels, values: z.array(point) })),
});

/** The envelope of every answer. */
export const answerOf = <T>(data: z.ZodType<T>): z.ZodType<{ readonly data: T }> =>
  z.object({ status: z.literal('success'), data });
