import { readFile } from 'node:fs/promises';
import type { Milliseconds } from '../../../core/time.js';
import type { Groups } from './groups.js';

/** What the processes of a group have used so far. */
export interface GroupUsage {
  /** On the machine's monotonic clock. */
  readonly at: Milliseconds;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

/** Reads the kernel's own counters of a group. What it writes is not among them: most kernels count that only where it is limited. */
export async function readUsage({ version, folders }: Groups): Promise<GroupUsage> {
  const at = performance.now();
  const [cpu, memory] = await Promise.all([
    readFile(`${folders.cpuacct}/${version === 1 ? 'cpuacct.usage' : 'cpu.stat'}`, 'utf8'),
    readFile(`${folders.memory}/${version === 1 ? 'memory.usage_in_bytes' : 'memory.current'}`, 'utf8'),
  ]);
  return { at, cpuSeconds: version === 1 ? Number(cpu) / 1e9 : microseconds(cpu) / 1e6, memoryBytes: Number(memory) };
}

const microseconds = (stat: string): number => Number(/^usage_usec (\d+)$/m.exec(stat)?.[1]);
