import { z } from 'zod';
import type { Instance } from '../../../stack/engine/engine.js';
import type { UndoRecord } from '../../model/fault.js';
import { adminCommand } from '../admin.js';
import type { Victim } from '../fault.js';
import { defineUndo, type UndoTools } from './executor.js';

const args = z.object({
  /** The order that reads the state. */
  look: z.string(),
  /** What it answers if nothing is left to do. */
  wanted: z.string(),
  /** The order that brings that about. */
  restore: z.string(),
});

/** Orders by which a state inside a victim is read and restored. */
export type AdminState = z.output<typeof args>;

/** Gives a victim orders until it answers as wanted. */
export const admin = defineUndo({
  kind: 'admin',
  args,
  wanted: ({ wanted }) => `answering "${wanted}"`,
  look: async (tools, victim, { look, wanted }) => {
    if (victim.state !== 'running') return { holds: false, actual: victim.state };
    const answer = (await order(tools, victim, look)).trim();
    return { holds: answer === wanted, actual: `answering ${JSON.stringify(answer)}` };
  },
  restore: async (tools, victim, { restore }) => void (await order(tools, victim, restore)),
  explains: () => false,
});

async function order({ engine }: UndoTools, victim: Instance, text: string): Promise<string> {
  const command = adminCommand(victim);
  if (command === undefined) throw new Error(`${victim.instance} takes no orders`);
  const { exitCode, stdout, stderr } = await engine.exec(victim.id, [...command, text]);
  if (exitCode !== 0) throw new Error(`${victim.instance} refuses an order: ${stderr.trim() || `exit code ${exitCode}`}`);
  return stdout;
}

/** The record that restores a state inside a victim. */
export const adminRecord = ({ ref }: Victim, state: AdminState): UndoRecord => ({
  kind: admin.kind,
  target: ref,
  args: state,
});
