import type { MachineProcess, ProcessTable } from './process-table.js';

/** Whether a process belongs to an instance: its control groups are named after the instance's id. */
export const belongsTo = ({ groups }: Pick<MachineProcess, 'groups'>, instance: string): boolean => groups.includes(instance);

/** Whether it runs the instance's program: not one that has ended, and not the engine's own one that is about to become it. */
export const isAlive = ({ state, name }: Pick<MachineProcess, 'state' | 'name'>): boolean =>
  !/^[ZXx]$/.test(state) && !/^(?:runc:|runc$|crun$|youki$)/.test(name);

/**
 * The main process of an instance: of those in its control groups whose parent is outside of them, the oldest. Later ones are commands that the engine runs
 * inside. `undefined` while there is none.
 */
export async function mainProcess(table: ProcessTable, instance: string): Promise<MachineProcess | undefined> {
  const all = await Promise.all((await table.pids()).map((pid) => table.read(pid)));
  const own = all.filter((one) => one !== undefined).filter((one) => belongsTo(one, instance));
  const pids = new Set(own.map(({ pid }) => pid));
  return own
    .filter((one) => isAlive(one) && !pids.has(one.parent))
    .sort((a, b) => a.startTime - b.startTime || a.pid - b.pid)[0];
}
