import { readFileSync } from 'node:fs';
import type { Family } from './exposition.js';

const RESOURCES = [
  ['cpu', 'CPU time'],
  ['io', 'input and output'],
  ['memory', 'memory'],
] as const;

/** One of the machine's resources that the kernel keeps pressure stall information of. */
export type PressureResource = (typeof RESOURCES)[number][0];

/**
 * For how long something on this machine, inside or outside of containers, had to wait for a resource (Documentation/accounting/psi.rst), under
 * node_exporter's names. Without samples if the kernel has no figures.
 */
export const pressureFamilies = (read: (resource: PressureResource) => string | undefined = readPressure): readonly Family[] =>
  RESOURCES.map(([resource, what]) => {
    const value = waitingSeconds(read(resource) ?? '');
    return {
      name: `node_pressure_${resource}_waiting_seconds_total`,
      help: `Time in which something waited for ${what}.`,
      type: 'counter',
      samples: value === undefined ? [] : [{ value }],
    };
  });

/** Some processes waited: `some avg10=0.12 avg60=0.05 avg300=0.01 total=4711`, the total in microseconds since the start of the machine. */
function waitingSeconds(text: string): number | undefined {
  const total = /^some .*\btotal=(\d+)/m.exec(text)?.[1];
  return total === undefined ? undefined : Number(total) / 1e6;
}

// A container sees the machine's own figures: this part of /proc has no namespace. Kernels may lack it, or have it turned off.
function readPressure(resource: PressureResource): string | undefined {
  try {
    return readFileSync(`/proc/pressure/${resource}`, 'utf8');
  } catch {
    return undefined;
  }
}
