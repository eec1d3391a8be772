import { poll } from '../../../core/poll.js';
import type { Clock, Milliseconds } from '../../../core/time.js';
import { belongsTo, isAlive } from '../processes/main-process.js';
import type { MachineProcess, ProcessTable } from '../processes/process-table.js';

/** What ending a process takes. */
export interface StrikeTools {
  readonly table: ProcessTable;
  readonly clock: Clock;
  /** Sends SIGKILL. Throws if that is not allowed, and if there is no such process. */
  kill(pid: number): void;
}

/** How long a process may take to be gone after SIGKILL. */
const END_TIMEOUT_MS: Milliseconds = 3_000;

/**
 * Sends SIGKILL to a process and waits until it is gone. Nothing is sent if it has ended or is not the victim's: it is looked at right before the signal,
 * because its number may be another process's by now.
 * @returns whether the signal was sent
 */
export async function strike({ table, clock, kill }: StrikeTools, wanted: MachineProcess, victim: string): Promise<boolean> {
  const isSame = (now: MachineProcess | undefined) => now?.startTime === wanted.startTime && isAlive(now);
  const now = await table.read(wanted.pid);
  if (!now || !isSame(now) || !belongsTo(now, victim)) return false;
  kill(wanted.pid);
  const gone = async () => (isSame(await table.read(wanted.pid)) ? undefined : true);
  if (await poll(gone, { clock, timeoutMs: END_TIMEOUT_MS, intervalMs: 20 })) return true;
  throw new Error(`process ${wanted.pid} does not end by SIGKILL`);
}
