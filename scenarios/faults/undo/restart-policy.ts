import { z } from 'zod';
import { need } from '../../../stack/engine/engine.js';
import { formatRestartPolicy, type RestartPolicy } from '../../../stack/model/restart-policy.js';
import type { UndoRecord } from '../../model/fault.js';
import type { Victim } from '../fault.js';
import { defineUndo } from './executor.js';

// As `formatRestartPolicy` writes it.
const POLICY = /^(?:no|always|unless-stopped|on-failure(?::\d+)?)$/;

/** Gives a victim its own restart policy back. */
export const restartPolicy = defineUndo({
  kind: 'restart-policy',
  args: z.object({ policy: z.string().regex(POLICY) }),
  wanted: ({ policy }) => `restart policy ${policy}`,
  look: async (_tools, instance, { policy }) => {
    const now = formatRestartPolicy(instance.restartPolicy);
    return { holds: now === policy, actual: `restart policy ${now}` };
  },
  restore: ({ engine }, { id }, { policy }) => need(engine, 'restartPolicy').set(id, parseRestartPolicy(policy)),
  // No event shows it: the victim comes back with its start.
  explains: () => false,
});

function parseRestartPolicy(text: string): RestartPolicy {
  if (text === 'no' || text === 'always' || text === 'unless-stopped') return { name: text };
  return { name: 'on-failure', retries: Number(text.split(':')[1] ?? 0) };
}

/** The record that restores the policy that a victim has now. */
export const restartPolicyRecord = ({ ref, instance }: Victim): UndoRecord => ({
  kind: restartPolicy.kind,
  target: ref,
  args: { policy: formatRestartPolicy(instance.restartPolicy) },
});
