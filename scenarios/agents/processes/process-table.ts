import { readdir, readFile } from 'node:fs/promises';

/** A process of the machine. */
export interface MachineProcess {
  readonly pid: number;
  readonly parent: number;
  /** `R`, `S`, `Z`, … as in proc(5). */
  readonly state: string;
  /** Name of its program, cut to 15 characters. */
  readonly name: string;
  /** When it began, clock ticks since the machine's start: with the pid, it tells a process from a later one of the same number. */
  readonly startTime: number;
  /** The text of /proc/<pid>/cgroup. */
  readonly groups: string;
}

/** The processes that an agent sees. */
export interface ProcessTable {
  pids(): Promise<readonly number[]>;
  /** `undefined` if there is no such process. */
  read(pid: number): Promise<MachineProcess | undefined>;
}

/** The processes of the machine, if the agent shares them; its own ones otherwise. */
export const processTable: ProcessTable = {
  pids: async () => (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number),
  read: async (pid) => {
    try {
      const [stat, groups] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile(`/proc/${pid}/cgroup`, 'utf8'),
      ]);
      return parseProcess(pid, stat, groups);
    } catch {
      return undefined;
    }
  },
};

/** A process from its `stat` and `cgroup`. The name of the program may hold anything, so that what follows is counted from its last bracket. */
export function parseProcess(pid: number, stat: string, groups: string): MachineProcess | undefined {
  const [open, close] = [stat.indexOf('('), stat.lastIndexOf(')')];
  const fields = stat.slice(close + 2).split(' ');
  const [state, parent] = fields;
  // Fields 3, 4 and 22 of proc(5).
  const startTime = Number(fields[19]);
  if (open < 0 || close < open || state === undefined || Number.isNaN(startTime)) return undefined;
  return { pid, parent: Number(parent), state, name: stat.slice(open + 1, close), startTime, groups };
}
