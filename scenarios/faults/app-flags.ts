import { z } from 'zod';
import type { Engine, Instance } from '../../stack/engine/engine.js';
import { adminCommand } from './admin.js';

const answer = z.record(z.string(), z.object({ since: z.number(), effects: z.number() }));

/** The flags that are set in an instance: since when, and what each has done. */
export type SetFlags = z.output<typeof answer>;

/** The command by which an instance's flags are set; `undefined` if it has none: its orders may be of another kind, or it takes none. */
export function flagsCommand(instance: Pick<Instance, 'labels'>): readonly string[] | undefined {
  const command = adminCommand(instance);
  return command?.at(-1) === 'flags' ? command : undefined;
}

/**
 * Gives an instance an order about its flags: `get`, `set <json>`, `clear <name> …`.
 * @returns the flags that are set then
 * @throws Error naming the instance, if it has none, refuses the order or answers something else
 */
export async function orderFlags(
  { exec }: Pick<Engine, 'exec'>,
  instance: Pick<Instance, 'id' | 'instance' | 'labels'>,
  order: readonly string[],
): Promise<SetFlags> {
  const command = flagsCommand(instance);
  if (command === undefined) throw new Error(`${instance.instance} has no flags`);
  const { exitCode, stdout, stderr } = await exec(instance.id, [...command, ...order]);
  if (exitCode !== 0)
    throw new Error(`${instance.instance} did not ${order[0]} its flags: ${stderr.trim() || `exit code ${exitCode}`}`);
  try {
    return answer.parse(JSON.parse(stdout));
  } catch (cause) {
    throw new Error(`${instance.instance} does not say which flags are set`, { cause });
  }
}
