import { z } from 'zod';
import type { Milliseconds } from '../../../core/time.js';
import { belongsTo, mainProcess } from '../processes/main-process.js';
import type { MachineProcess } from '../processes/process-table.js';
import type { AgentBody } from '../runtime/agent.js';
import { type StrikeTools, strike } from './strike.js';

/** What the crash agent is told. */
export const crashArgs = z.object({
  /** Id of the victim, after which the engine names the control groups of its processes. */
  victim: z.string().min(12),
  /** Its main process, as the engine says. */
  process: z.int().min(2),
  /** From one end to the next; absent: once only. */
  everyMs: z.number().positive().optional(),
  /** How often at most; absent: until the end of the fault. */
  times: z.number().optional(),
});

const LOOK_MS: Milliseconds = 100;
/** A program that has only just begun is left alone for so long: engines take an end during the start for a start that has failed. */
const BEGUN_MS: Milliseconds = 100;

/** Ends the main process of its victim by SIGKILL from outside of the engine, which takes it for a crash: once, or again and again. */
export function crashAgent(tools: StrikeTools): AgentBody {
  const { table, clock } = tools;
  const stop = new AbortController();
  const { signal } = stop;
  const killed: number[] = [];
  let looping: Promise<void> = Promise.resolve();

  const end = async (wanted: MachineProcess, victim: string) => {
    signal.throwIfAborted();
    const sent = await strike(tools, wanted, victim);
    if (sent) killed.push(wanted.pid);
    return sent;
  };
  const untilBack = async (victim: string): Promise<MachineProcess> => {
    let found = await mainProcess(table, victim);
    if (found) return found;
    while (!found) {
      await clock.sleep(LOOK_MS, signal);
      found = await mainProcess(table, victim);
    }
    await clock.sleep(BEGUN_MS, signal);
    return found;
  };
  const loop = async (victim: string, everyMs: Milliseconds, times: number) => {
    while (killed.length < times) {
      await clock.sleep(everyMs, signal);
      await end(await untilBack(victim), victim);
    }
  };

  return {
    probe: async () => {
      if (process.pid === 1) throw new Error('the engine does not show the processes of the machine');
      return { mechanism: 'SIGKILL from outside of the engine' };
    },
    apply: async (given) => {
      const { victim, process: pid, everyMs, times = Number.POSITIVE_INFINITY } = crashArgs.parse(given);
      const first = await table.read(pid);
      if (!first || !belongsTo(first, victim)) throw new Error(`process ${pid} is not, or no longer, one of the victim`);
      if (!(await end(first, victim))) throw new Error(`process ${pid} has ended by itself`);
      if (everyMs !== undefined) looping = loop(victim, everyMs, times).catch(() => {});
    },
    effect: async () => ({ touched: killed.length > 0, evidence: `SIGKILL to process ${killed.join(', ')}` }),
    undo: async () => {
      stop.abort();
      await looping;
      return { clean: true, detail: `${killed.length} times SIGKILL, and no more` };
    },
  };
}
