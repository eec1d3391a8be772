import { z } from 'zod';
import { CHANNELS } from '../../stack/alerting/model.js';
import { duration } from '../faults/parameters.js';
import { word } from './schema-conditions.js';

// The texts of `describe` are the reference, as in schema.ts.

/** What one alert must do, as written. */
export const expectation = z.strictObject({
  alert: word.describe('Name of the alert, as in the rule file.'),
  labels: z
    .record(word, z.string())
    .default({})
    .describe(
      'Labels that the alert must carry; it may carry more. If a rule fires for several targets, they say which one is meant.',
    ),
  notified: z
    .array(z.enum(CHANNELS))
    .default([])
    .describe('Channels that must carry the message. Without it delivery is not judged.'),
  resolves: z
    .boolean()
    .default(false)
    .describe(
      'The alert must resolve after the repair, and its resolution must arrive on every channel that carried the alert.',
    ),
  annotations: z
    .record(word, z.string())
    .optional()
    .describe('Annotations that the alert must carry: the exact text, or `/a pattern/`, a regular expression that must match.'),
  runbook: z
    .boolean()
    .optional()
    .describe(
      'It must link to its runbook, in its annotation `runbook_url` and in every message that carries it. A page of supops’ own must exist; any other link is opened only with `--check-links`.',
    ),
  rendered: z
    .boolean()
    .optional()
    .describe('`false`: its messages may show a template that was not rendered, such as `<no value>` or `{{ … }}`.'),
  grouped: z.boolean().optional().describe('`true`: its message may be about alerts of another name, too.'),
  flaps: z
    .int()
    .min(0)
    .max(1_000)
    .optional()
    .describe(
      'How often it may resolve and fire again during the run. Without it: never; if it is muted, any number of times.',
    ),
  afterAlert: word.optional().describe('The alert that must have fired before this one.'),
  silent: z
    .boolean()
    .optional()
    .describe(
      '`true`: the messages about the alert, which always fires, stop arriving, and come back after the repair. This is how a Watchdog tells that Prometheus or Alertmanager is down.',
    ),
  inhibitedBy: word
    .optional()
    .describe(
      'The alert that must mute this one: it fires, is suppressed by the named alert, and no message for it arrives from injection to the end of recovery.',
    ),
  after: word
    .optional()
    .describe('Id of the fault from which everything is counted. Without it: the first one of the timeline.'),
  within: duration
    .optional()
    .describe(
      'Latest moment, from injection to the last message (to firing, without `notified`; to the notice of the silence, with `silent`), at production speed. Without it: the ceiling that the configuration implies, plus 1 s.',
    ),
  notBefore: duration
    .optional()
    .describe('Earliest moment, from injection to the first message (to firing, without `notified`), at production speed.'),
});
