import { z } from 'zod';
import type { UndoRecord } from '../../model/fault.js';
import { orderFlags } from '../app-flags.js';
import { flagsText } from '../app-words.js';
import type { Victim } from '../fault.js';
import { defineUndo } from './executor.js';

/** Clears flags of the api. They live in the memory of its program: one that was started again has none. */
export const appFlags = defineUndo({
  kind: 'app-flags',
  args: z.object({ flags: z.array(z.string()).min(1) }),
  wanted: ({ flags }) => `without ${flagsText(flags)}`,
  look: async ({ engine }, victim, { flags }) => {
    if (victim.state === 'exited' || victim.state === 'dead') return { holds: true, actual: victim.state };
    const set = await orderFlags(engine, victim, ['get']);
    const left = flags.filter((name) => set[name] !== undefined);
    return { holds: left.length === 0, actual: `with ${flagsText(left)}` };
  },
  restore: async ({ engine }, victim, { flags }) => void (await orderFlags(engine, victim, ['clear', ...flags])),
  explains: () => false,
});

/** The record that clears flags of a victim. */
export const appFlagsRecord = ({ ref }: Victim, flags: readonly string[]): UndoRecord => ({
  kind: appFlags.kind,
  target: ref,
  args: { flags },
});
