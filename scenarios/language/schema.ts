import { z } from 'zod';
import { duration } from '../faults/parameters.js';
import { FAULT_KINDS } from '../faults/registry.js';
import { conditions, word } from './schema-conditions.js';
import { abort, remediation } from './schema-course.js';
import { expectation } from './schema-expectation.js';
import { load } from './schema-load.js';
import { instances } from './schema-target.js';

// The texts of `describe` are the reference: docs/scenario-file.md and scenario.schema.json are generated from them.

const name = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: 'expected a name of lower-case words joined by hyphens, such as db-down' })
  .max(64);

const target = z.strictObject({
  service: word.describe('Name of the service that is broken.'),
  instances,
});

const timing = {
  at: duration.default('0').describe('When it begins, from the start of the timeline.'),
  for: duration.optional().describe('How long it lasts. Without it: until the repair.'),
};

// What a kind demands of its parameters together is demanded of the whole entry.
const checksOf = ({ def: { checks = [] } }: z.ZodObject) => checks as unknown as readonly z.core.$ZodCheck<unknown>[];

const [firstKind, ...otherKinds] = FAULT_KINDS.map(({ kind, params }) =>
  z.strictObject({ kind: z.literal(kind), ...timing, ...params.shape }).check(...checksOf(params)),
);
const [firstOf, ...othersOf] = FAULT_KINDS.map(({ kind, params }) =>
  z
    .strictObject({
      id: name.optional().describe('Name of the fault, for `after`. Without it: kind and service, such as `kill-db`.'),
      kind: z.literal(kind),
      target: target.describe('The victim.'),
      ...timing,
      ...params.shape,
    })
    .check(...checksOf(params)),
);

/** The scenario file, as written. Key order is the order of the reference. */
export const scenarioSchema = z
  .strictObject({
    scenario: name.describe('Name of the scenario; in the catalogue it is the name of the file.'),
    title: word.max(200).describe('What has happened, as the title of the report.'),
    target: target.optional().describe('The victim of `fault`.'),
    fault: z
      .discriminatedUnion('kind', [required(firstKind), ...otherKinds])
      .optional()
      .describe('The fault. Its durations are real time, whatever the speed of the stack.'),
    faults: z
      .array(z.discriminatedUnion('kind', [required(firstOf), ...othersOf]))
      .min(1)
      .max(20)
      .optional()
      .describe('Several faults on a timeline, instead of `target` and `fault`.'),
    steadyState: z
      .strictObject({
        minRequests: z.int().min(1).max(100_000).default(30).describe('Number of requests, good or bad, needed to judge it.'),
        minGoodRatio: z.number().min(0).max(1).default(0.99).describe('Share of good answers among them, 0 to 1.'),
        conditions: conditions.default([]).describe('What must hold besides.'),
      })
      .prefault({})
      .describe('What must hold before the fault and again after the repair.'),
    load: load.prefault({}).describe('Load during the run.'),
    expect: z
      .array(expectation)
      .describe(
        'What the alerts must do. Every entry is judged, whatever the result of the others. An empty list: nothing may fire.',
      ),
    allow: z
      .array(word)
      .default([])
      .describe(
        'Alerts that may fire or be muted; they never affect the outcome. Any other alert that fires unmuted fails the run.',
      ),
    forbid: z
      .array(word)
      .default([])
      .describe(
        'Alerts that must not fire, not even muted. Each is judged by itself, and watched as long as its rule implies.',
      ),
    watch: duration
      .optional()
      .describe(
        'How long, from the last injection, the run watches that nothing else fires, at production speed. Without it: with an empty `expect`, the longest ceiling of all rules; with `forbid`, that of the rules named there; otherwise until everything expected has come.',
      ),
    abort: abort
      .default([])
      .describe(
        'What ends the run at once, from the first fault until the repair: the faults are undone, and the outcome is `aborted`. Each is looked at every second; one that gives no clear answer for 10 s ends the run, too.',
      ),
    exclusive: z
      .boolean()
      .default(false)
      .describe('No other run may take place on the engine at the same time, on whichever stack.'),
    remediate: remediation
      .optional()
      .describe(
        'The repair, step by step. Without it: all faults are undone. A fault that is still in place after the last step, or after one that failed, is undone anyway.',
      ),
    recover: z
      .strictObject({
        within: duration.default('1m').describe('By when the steady state holds again after the repair, in real time.'),
        conditions: conditions.optional().describe('What must hold then, instead of `steadyState.conditions`.'),
      })
      .prefault({})
      .describe('The end of the incident.'),
    runbook: word.optional().describe('Path of the runbook that describes the repair; the report points to it.'),
  })
  .describe('A scenario: what is broken, and what the alerts must do about it.');

/** A scenario file after validation, defaults filled in. */
export type ScenarioFile = z.output<typeof scenarioSchema>;

// A registry without a kind would be a mistake in supops.
function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is no fault kind');
  return value;
}

/** The JSON Schema (2020-12) of a scenario file, for editors. */
export function scenarioJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(scenarioSchema, { io: 'input' }), title: 'supops scenario' };
}
