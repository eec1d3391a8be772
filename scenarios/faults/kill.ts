import { z } from 'zod';
import { need } from '../../stack/engine/engine.js';
import { defineFault } from './fault.js';
import { bringBack, heldWords, hold, holdDown } from './hold.js';
import { proveEnded } from './prove-ended.js';

/** SIGKILL through the engine, which suppresses the restart policy for that end. */
export const kill = defineFault({
  kind: 'kill',
  description: 'The processes of the victim get SIGKILL from the engine.',
  params: z.strictObject({ hold }),
  needs: ({ hold: held }) => (held ? ['kill', 'restartPolicy'] : ['kill']),
  words: ({ hold: held }) => {
    const more = heldWords(held);
    return {
      noun: `kill of {target}${more.noun}`,
      plan: `kill {target}${more.plan}`,
      done: `killed {target}${more.done}`,
      effect: `{target} was killed.${more.effect}`,
      repair: `start {target}${more.repair}`,
    };
  },
  plan: (victim, { hold: held }) => bringBack(victim, held),
  inject: async ({ engine, victims, params: { hold: held } }) => {
    for (const victim of victims) {
      if (held) await holdDown(engine, victim);
      await need(engine, 'kill').kill(victim.instance.id);
    }
  },
  prove: (context) => proveEnded(context, 'signalled'),
  explains: ({ kind }) => kind === 'signalled' || kind === 'ended',
});
