import { z } from 'zod';
import { agentFault } from './agent-fault.js';
import { crashNeed, processOf, proveCrashed, whyNotCrash } from './crashing.js';
import { duration, milliseconds } from './parameters.js';
import { startRecord } from './undo/start.js';

/** A program that does not stay alive: it is ended whenever its restart policy has brought it back. */
export const crashLoop = agentFault({
  kind: 'crash-loop',
  description: 'The victim crashes again whenever its restart policy has brought it back.',
  params: z.strictObject({
    every: duration
      .default('1s')
      .refine((text) => milliseconds(text) >= 100, { error: 'expected at least 100ms' })
      .describe('Time from one crash to the next; more if the engine takes longer to start it again.'),
    times: z.int().min(2).max(1_000).optional().describe('How often it crashes. Without it: until the fault ends.'),
  }),
  agent: () => crashNeed,
  refusal: whyNotCrash,
  words: ({ every, times }) => {
    const often = times === undefined ? '' : `, ${times} times`;
    return {
      noun: 'crash loop of {target}',
      plan: `end {target} by SIGKILL every ${every}${often}`,
      done: `ended {target} by SIGKILL every ${every}${often}`,
      effect: '{target} crashed whenever its restart policy had brought it back.',
      repair: 'let {target} run, and start it if it does not',
    };
  },
  args: (victim, { params: { every, times } }) => ({
    ...processOf(victim),
    everyMs: milliseconds(every),
    ...(times !== undefined && { times }),
  }),
  plan: (victim) => [startRecord(victim)],
  prove: proveCrashed,
  explains: ({ kind }) => kind === 'ended' || kind === 'started',
  recurs: () => true,
});
