import { z } from 'zod';
import { duration } from '../faults/parameters.js';
import { condition, oneOf, word } from './schema-conditions.js';
import { instances } from './schema-target.js';

/** What ends a run early. */
export const abort = z
  .array(
    oneOf({
      when: condition.optional().describe('Ends the run as soon as it holds.'),
      unless: condition.optional().describe('Ends the run as soon as it does not hold.'),
    }),
  )
  .max(20);

/** One step of the repair. */
export const remediationStep = oneOf({
  undo: word.optional().describe('Undo one fault by its id, or `all`.'),
  restart: z
    .strictObject({ service: word.describe('Its instances are restarted, one after the other.'), instances })
    .optional()
    .describe('Restart a service.'),
  admin: z
    .strictObject({
      service: word.describe('Where the command is run.'),
      instances,
      command: z.array(z.string().max(1_000)).max(20).describe('What is added to the command that the instances declare.'),
    })
    .optional()
    .describe(
      'Run the command for administration that the instances of a service declare, such as one that clears the flags of a bad release. No other command can be run.',
    ),
  wait: z
    .strictObject({
      for: condition.describe('What to wait for.'),
      within: duration.default('1m').describe('By when it must hold, in real time.'),
    })
    .optional()
    .describe('Wait until something holds.'),
});

/** The steps of the repair. */
export const remediation = z.array(remediationStep).min(1).max(20);
