import { z } from 'zod';
import { CHANNELS, type DetectionBounds, type ResolutionBounds, type SilenceBounds } from '../../stack/alerting/model.js';
import { labels, ms, scenario } from './shapes.js';

const detection: z.ZodType<DetectionBounds> = z
  .object({
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
  })
  .meta({ id: 'detection bounds' });

const resolution: z.ZodType<ResolutionBounds> = z
  .object({
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
  })
  .meta({ id: 'resolution bounds' });

const silenceBounds: z.ZodType<SilenceBounds> = z
  .object({ floorMs: ms, ceilingMs: ms, periodMs: ms, expiryMs: ms })
  .meta({ id: 'silence bounds' });

/** The circumstances of a run, as a line of its journal. */
export const runStarted = z
  .object({
    type: z.literal('run-started'),
    schema: z.literal(2),
    run: z.string(),
    scenario,
    stack: z.string().describe('Name of the system under test.'),
    speed: z.number().describe('Factor of time compression.'),
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
    rulesHash: z.string().describe('SHA-256 of all rule files in force.'),
    configuration: labels.describe('Configuration texts in force, their secrets masked.'),
    bounds: z
      .record(
        z.string(),
        z.object({
          inForce: detection,
          production: detection,
          back: z.object({ inForce: resolution, production: resolution }).exactOptional(),
        }),
      )
      .readonly()
      .describe(
        'For each expectation whose rule is known: bounds in force and at production speed, for detection and for resolution.',
      ),
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
      .readonly()
      .describe('The rule of each expectation, and of each alert that must not fire, as deployed.'),
    silences: z
      .record(z.string(), z.object({ inForce: silenceBounds, production: silenceBounds }))
      .readonly()
      .exactOptional()
      .describe('For each expected silence: bounds in force and at production speed.'),
    watchMs: ms.exactOptional().describe('How long, from the last injection, nothing that is not expected may fire.'),
    parts: z
      .object({
        receipts: z.string().exactOptional(),
        load: z.string().exactOptional(),
        prometheus: z.string().exactOptional(),
        alertmanager: z.string().exactOptional(),
        helpers: z.boolean(),
      })
      .describe('The parts that the system under test has: services by name, and whether programs can run next to it.'),
  })
  .describe('First line of every journal: all the circumstances that a report needs.');

/** The circumstances of a run. */
export type RunStarted = z.infer<typeof runStarted>;
