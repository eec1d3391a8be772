import { z } from 'zod';
import { need } from '../../stack/engine/engine.js';
import { defineFault } from './fault.js';
import { proveEnded } from './prove-ended.js';
import { restartPolicyRecord } from './undo/restart-policy.js';
import { startRecord } from './undo/start.js';

/**
 * SIGKILL through the engine, which suppresses the restart policy for that end. Hold also takes the policy away, against a restart of the
 * engine or a supervisor.
 */
export const kill = defineFault({
  kind: 'kill',
  description: 'The processes of the victim get SIGKILL from the engine.',
  params: z.strictObject({
    hold: z
      .boolean()
      .default(false)
      .describe('Keep the victim down until the repair: its restart policy is saved and set to `no`.'),
  }),
  needs: ({ hold }) => (hold ? ['kill', 'restartPolicy'] : ['kill']),
  words: ({ hold }) => ({
    noun: `kill of {target}${hold ? ', held down' : ''}`,
    plan: `kill {target}${hold ? ' and hold it down' : ''}`,
    done: `killed {target}${hold ? ' and held it down' : ''}`,
    effect: `{target} was killed.${hold ? ' Its restart policy was taken away, so that nothing but the repair could bring it back.' : ''}`,
    repair: `start {target}${hold ? ' with its own restart policy' : ''}`,
  }),
  plan: (victim, { hold }) => (hold ? [restartPolicyRecord(victim), startRecord(victim)] : [startRecord(victim)]),
  inject: async ({ engine, victims, params: { hold } }) => {
    for (const { instance } of victims) {
      if (hold) await need(engine, 'restartPolicy').set(instance.id, { name: 'no' });
      await need(engine, 'kill').kill(instance.id);
    }
  },
  prove: (context) => proveEnded(context, 'signalled'),
  explains: ({ kind }) => kind === 'signalled' || kind === 'ended',
});
