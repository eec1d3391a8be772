import { z } from 'zod';
import { parseDuration } from '../../core/duration.js';
import { CHANNELS } from '../../stack/alerting/model.js';

// The texts of `describe` are the reference: docs/scenario-file.md and scenario.schema.json are generated from them.

const duration = z
  .string({ error: (issue) => `expected a duration such as 1m30s, found ${describeValue(issue.input)}` })
  .refine((text) => parseDuration(text) !== undefined, {
    error: (issue) => `${describeValue(issue.input)} is no duration; write it as Prometheus does: 30s, 5m, 1h30m`,
  })
  .meta({ pattern: '^(0|(?=.)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$' });

const name = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: 'expected a name of lower-case words joined by hyphens, such as db-down' })
  .max(64);

const word = z.string().min(1);

const expectation = z.strictObject({
  alert: word.describe('Name of the alert, as in the rule file.'),
  labels: z
    .record(word, z.string())
    .default({})
    .describe(
      'Labels the alert must carry; it may carry more. Where a rule fires for several targets, they say which one is meant.',
    ),
  notified: z
    .array(z.enum(CHANNELS))
    .default([])
    .describe('Channels by which the message must arrive. Without it delivery is not judged.'),
  resolves: z
    .boolean()
    .default(false)
    .describe(
      'The alert must resolve after the repair, and its resolution must arrive on every channel that carried the alert.',
    ),
  inhibitedBy: word
    .optional()
    .describe(
      'The alert that must mute this one: it fires, is suppressed by the named alert, and no message for it arrives from injection to the end of recovery.',
    ),
  within: duration
    .optional()
    .describe(
      'Latest moment, from injection to the last message (to firing, without `notified`), at production speed. Without it: the ceiling that the configuration implies, plus 1 s.',
    ),
  notBefore: duration
    .optional()
    .describe('Earliest moment, from injection to the first message (to firing, without `notified`), at production speed.'),
});

/** The scenario file, as it is written. Key order is the order of the reference. */
export const scenarioSchema = z
  .strictObject({
    scenario: name.describe('Name of the scenario; in the catalogue it is the name of the file.'),
    title: word.max(200).describe('What has happened, in words for the title of the report.'),
    target: z.strictObject({ service: word.describe('Name of the service that is broken.') }).describe('The victim.'),
    fault: z
      .strictObject({
        kind: z.enum(['kill']).describe('What is done to the victim. `kill`: its processes get SIGKILL from the engine.'),
        hold: z
          .boolean()
          .default(false)
          .describe('Keep the victim down until the repair: its restart policy is saved and set to `no`.'),
      })
      .describe('The fault. Its durations are real time, whatever the speed of the stack.'),
    steadyState: z
      .strictObject({
        minRequests: z.int().min(1).max(100_000).default(30).describe('Requests, good or bad, that it takes to tell.'),
        minGoodRatio: z.number().min(0).max(1).default(0.99).describe('Share of good answers among them, 0 to 1.'),
      })
      .prefault({})
      .describe('What must hold before the fault and again after the repair.'),
    load: z
      .strictObject({
        rate: z
          .number()
          .positive()
          .max(200)
          .default(10)
          .describe('Requests a second; the default is what the visitors do by themselves.'),
        paths: z
          .array(z.string().regex(/^\//, { error: 'expected a path that starts with /, such as /api/products' }))
          .default([])
          .describe("Paths to ask for, in turn. Empty: the visitors' own mix."),
      })
      .prefault({})
      .describe('Load during the run.'),
    expect: z
      .array(expectation)
      .min(1)
      .describe('What the alerts must do. Every entry is judged, whatever became of the others.'),
    allow: z
      .array(word)
      .default([])
      .describe('Alerts that may fire or be muted; they never decide. Any other alert that fires unmuted fails the run.'),
    recover: z
      .strictObject({
        within: duration.default('1m').describe('By when the steady state holds again after the repair, in real time.'),
      })
      .prefault({})
      .describe('The end of the incident.'),
    remediation: word.optional().describe('Path of the runbook that describes the repair; the report points to it.'),
  })
  .describe('A scenario: what is broken, and what the alerts must do about it.');

/** A scenario file after validation, defaults filled in. */
export type ScenarioFile = z.output<typeof scenarioSchema>;

/** A value in the words of an error message: `the text "x"`, `the number 3`, `a list`, `nothing`. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return `the ${typeof value} ${String(value)}`;
}

/** The JSON Schema (2020-12) of a scenario file, for editors. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(scenarioSchema, { io: 'input' }), title: 'supops scenario' };
}
