import { z } from 'zod';
import { defineFault } from './fault.js';
import { bringBack, heldWords, hold, holdDown } from './hold.js';
import { duration, milliseconds } from './parameters.js';
import { proveEnded } from './prove-ended.js';

/** An orderly stop, as by a deployment or an operator's mistake: SIGTERM, then SIGKILL for what is still running after the grace period. */
export const stop = defineFault({
  kind: 'stop',
  description: 'The victim is asked to end, and killed if it has not ended within the grace period.',
  params: z.strictObject({
    grace: duration.default('10s').describe('How long the victim may take to end by itself.'),
    hold,
  }),
  needs: ({ hold: held }) => (held ? ['restartPolicy'] : []),
  words: ({ grace, hold: held }) => {
    const more = heldWords(held);
    return {
      noun: `stop of {target}${more.noun}`,
      plan: `stop {target} with ${grace} of grace${more.plan}`,
      done: `stopped {target}${more.done}`,
      effect: `{target} was stopped.${more.effect}`,
      repair: `start {target}${more.repair}`,
    };
  },
  plan: (victim, { hold: held }) => bringBack(victim, held),
  inject: async ({ engine, victims, params: { grace, hold: held } }) => {
    if (held) for (const victim of victims) await holdDown(engine, victim);
    // In parallel: sequentially, the last of many victims would end minutes after the first.
    await Promise.all(victims.map(({ instance }) => engine.stop(instance.id, milliseconds(grace))));
  },
  prove: (context) => proveEnded(context, 'signalled'),
  explains: ({ kind }) => kind === 'signalled' || kind === 'ended' || kind === 'changed',
});
