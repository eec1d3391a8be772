import { z } from 'zod';
import { CHANNELS, type DetectionBounds, type ResolutionBounds } from '../../stack/alerting/model.js';
import { labels, ms, scenario } from './shapes.js';

const detection: z.ZodType<DetectionBounds> = z.object({
  floorMs: ms,
  ceilingMs: ms,
  parts: z.object({
    scrapeMs: ms,
    upstreamMs: ms.exactOptional(),
    evaluationMs: ms,
    holdMs: ms,
    windowFillMs: ms,
    groupWaitMs: ms,
    groupIntervalMs: ms,
    deliveryMs: ms,
  }),
});

const resolution: z.ZodType<ResolutionBounds> = z.object({
  floorMs: ms,
  ceilingMs: ms,
  notifiedBy: z.array(z.enum(CHANNELS)).readonly(),
  parts: z.object({
    scrapeMs: ms,
    upstreamMs: ms.exactOptional(),
    evaluationMs: ms,
    windowDrainMs: ms,
    holdMs: ms,
    groupIntervalMs: ms,
    deliveryMs: ms,
  }),
});

/** First line of every journal: all that a report must know of the circumstances. */
export const runStarted = z.object({
  type: z.literal('run-started'),
  schema: z.literal(2),
  run: z.string(),
  scenario,
  /** Name of the system under test: of the stack, for the reference stack. */
  stack: z.string(),
  /** Factor of time compression. */
  speed: z.number(),
  supopsVersion: z.string(),
  engine: z.object({
    id: z.string(),
    kind: z.string(),
    version: z.string(),
    apiVersion: z.string(),
    operatingSystem: z.string(),
    architecture: z.string(),
    cpus: z.number(),
  }),
  versions: labels,
  /** SHA-256 of all rule files in force. */
  rulesHash: z.string(),
  /** Configuration texts in force, redacted. */
  configuration: labels,
  /** One entry for each expectation whose rule is known: bounds in force and at production speed, of the way there and of the way back. */
  bounds: z
    .record(
      z.string(),
      z.object({
        inForce: detection,
        production: detection,
        back: z.object({ inForce: resolution, production: resolution }).exactOptional(),
      }),
    )
    .readonly(),
  /** The rule of each expectation, as deployed. */
  rules: z
    .record(
      z.string(),
      z.object({
        group: z.string(),
        file: z.string(),
        line: z.number(),
        expr: z.string(),
        forMs: ms,
        severity: z.string(),
        runbookUrl: z.string().exactOptional(),
      }),
    )
    .readonly(),
  /** The optional parts that the system under test has: services by name, and whether programs can run beside it. */
  parts: z.object({ receipts: z.string().exactOptional(), load: z.string().exactOptional(), helpers: z.boolean() }),
});

/** The circumstances of a run. */
export type RunStarted = z.infer<typeof runStarted>;
