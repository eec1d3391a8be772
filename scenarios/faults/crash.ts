import { z } from 'zod';
import { agentFault } from './agent-fault.js';
import { crashNeed, processOf, proveCrashed, whyNotCrash } from './crashing.js';
import { startRecord } from './undo/start.js';

/** SIGKILL from outside of the engine: the only end after which the restart policy brings the victim back. */
export const crash = agentFault({
  kind: 'crash',
  description: 'The main process of the victim gets SIGKILL from outside of the engine, whose restart policy brings it back.',
  params: z.strictObject({}),
  agent: () => crashNeed,
  refusal: whyNotCrash,
  words: () => ({
    noun: 'crash of {target}',
    plan: 'end {target} by SIGKILL from outside of the engine',
    done: 'ended {target} by SIGKILL from outside of the engine',
    effect: '{target} crashed, and its restart policy started it again.',
    repair: 'start {target} if it does not run',
  }),
  args: (victim) => processOf(victim),
  plan: (victim) => [startRecord(victim)],
  prove: proveCrashed,
  explains: ({ kind }) => kind === 'ended' || kind === 'started',
});
