import { z } from 'zod';
import { need } from '../../stack/engine/engine.js';
import { defineFault } from './fault.js';
import { eventOf, nameOf, proveEach } from './prove.js';
import { unpauseRecord } from './undo/unpause.js';

/** Freezes the victim through the engine: a hang rather than a crash, since the kernel still accepts connections that are never answered. */
export const pause = defineFault({
  kind: 'pause',
  description: 'The processes of the victim are frozen: it still takes connections, and answers none.',
  params: z.strictObject({}),
  needs: () => ['pause'],
  words: () => ({
    noun: 'pause of {target}',
    plan: 'pause {target}',
    done: 'paused {target}',
    effect: '{target} was frozen: it still took connections, and answered none.',
    repair: 'unpause {target}',
  }),
  plan: (victim) => [unpauseRecord(victim)],
  inject: async ({ engine, victims }) => {
    for (const { instance } of victims) await need(engine, 'pause').pause(instance.id);
  },
  prove: (context) =>
    proveEach(context, {
      state: 'paused',
      missing: 'the pause',
      signOf: (victim) => {
        const paused = eventOf(context, victim, 'changed');
        return paused && { at: paused.time, evidence: `engine event ${paused.word} of ${nameOf(victim)}` };
      },
    }),
  explains: ({ kind }) => kind === 'changed',
});
