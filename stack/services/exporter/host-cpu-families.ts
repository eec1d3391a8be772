import { readFileSync } from 'node:fs';
import type { Family } from './exposition.js';

/** The first columns of a CPU's line in /proc/stat (proc_stat(5)); those after them are contained in the first two. */
const MODES = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;

/** The kernel tells times to programs in hundredths of a second, whatever it counts in itself (USER_HZ, Linux on all of Node's platforms). */
const TICKS_PER_SECOND = 100;

/** What the machine's CPUs did with their time, inside or outside of containers, under node_exporter's name. Without samples if nothing can be read. */
export function hostCpuFamilies(read: () => string | undefined = readStat): readonly Family[] {
  const cpus = [...(read() ?? '').matchAll(/^cpu(\d+) (.*)$/gm)];
  return [
    {
      name: 'node_cpu_seconds_total',
      help: 'Time of each CPU by what it did.',
      type: 'counter',
      samples: cpus.flatMap(([, cpu = '', columns = '']) => {
        const ticks = columns.split(' ').map(Number);
        return MODES.flatMap((mode, i) => {
          const value = (ticks[i] ?? Number.NaN) / TICKS_PER_SECOND;
          return Number.isFinite(value) ? [{ labels: { cpu, mode }, value }] : [];
        });
      }),
    },
  ];
}

// A container sees the machine's own figures: this part of /proc has no namespace.
function readStat(): string | undefined {
  try {
    return readFileSync('/proc/stat', 'utf8');
  } catch {
    return undefined;
  }
}
