import { access, constants, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../../../core/time.js';
import { belongsTo } from '../processes/main-process.js';
import { processTable } from '../processes/process-table.js';
import type { AgentBody } from '../runtime/agent.js';
import { jobsOf, type StressArgs, stressArgs } from './args.js';
import { effectOf, type Measured } from './effect.js';
import { foldersOf, type Groups, groupsOf } from './groups.js';
import { readUsage } from './usage.js';
import { startWorkers, type Workers } from './workers.js';

/** How long the victim is measured before the load. */
const BEFORE_MS: Milliseconds = 300;
/** A group with processes in it cannot be removed: the load must be gone before the engine gives up on the group of a victim that has ended. */
const WATCH_MS: Milliseconds = 50;

/**
 * Loads CPU, memory or disk within the control groups of its victim, so that the victim's limits hold for it and the victim's counters count it.
 * @param file where a load of the disk writes
 */
export function stressAgent(file: string): AgentBody {
  let workers: Workers | undefined;
  let joined: Groups | undefined;
  let measured: Pick<Measured, 'before' | 'start'> | undefined;
  let args: StressArgs | undefined;
  let watch: NodeJS.Timeout | undefined;
  const ended = new AbortController();

  const undo = async () => {
    ended.abort();
    clearInterval(watch);
    await workers?.end();
  };

  return {
    probe: async () => {
      if (process.pid === 1) throw new Error('the engine does not show the processes of the machine');
      const own = groupsOf(await readFile('/proc/self/cgroup', 'utf8'));
      if (!own) throw new Error('the control groups of this machine are not visible');
      // Writing what is so already changes nothing, and shows that it may be written.
      for (const folder of foldersOf(own)) await writeFile(`${folder}/cgroup.procs`, String(process.pid));
      return { mechanism: `control groups, version ${own.version}` };
    },
    apply: async (given) => {
      args = stressArgs.parse(given);
      const { victim, process: pid } = args;
      const main = await processTable.read(pid);
      if (!main || !belongsTo(main, victim)) throw new Error(`process ${pid} is not, or no longer, one of the victim`);
      const groups = groupsOf(main.groups);
      if (!groups) throw new Error(`the control groups of process ${pid} are not visible`);
      for (const folder of foldersOf(groups)) await access(`${folder}/cgroup.procs`, constants.W_OK);
      const before = await readUsage(groups);
      await sleep(BEFORE_MS, undefined, { signal: ended.signal });
      const started = await startWorkers(jobsOf(args), groups, file);
      workers = started;
      joined = groups;
      measured = { before, start: await readUsage(groups) };
      watch = setInterval(async () => {
        const now = await processTable.read(pid);
        if (now?.startTime !== main.startTime || now.state === 'Z') await undo();
      }, WATCH_MS);
      if (ended.signal.aborted) await undo();
    },
    effect: async () => {
      if (!args || !joined || !measured || !workers) return { touched: false, evidence: 'there is no load yet' };
      const now = await readUsage(joined).catch(() => undefined);
      if (!now) return { touched: false, evidence: 'its control group is gone, and the load with it' };
      const { touched, evidence } = effectOf(args, { ...measured, now, writtenBytes: await workers.written() });
      const [count, all] = [workers.running(), jobsOf(args).length];
      return { touched, evidence: count === all ? evidence : `${evidence}; ${count} of ${all} processes of the load are left` };
    },
    undo: async () => {
      await undo();
      return { clean: (workers?.running() ?? 0) === 0, detail: 'no process of the load is left' };
    },
  };
}
