import { z } from 'zod';
import { type LimitsChange, need } from '../../../stack/engine/engine.js';
import type { UndoRecord } from '../../model/fault.js';
import type { Victim } from '../fault.js';
import { sizeText } from '../size.js';
import { defineUndo } from './executor.js';

/** A quota is a whole number of microseconds of a tenth of a second. */
const CPU_TOLERANCE = 0.000_01;

const args = z.object({
  cpus: z.union([z.number().positive(), z.literal('none')]).optional(),
  memoryBytes: z.number().positive().optional(),
});
type Args = z.output<typeof args>;

/** Gives a victim its own limits of CPU and memory back. */
export const limits = defineUndo({
  kind: 'limits',
  args,
  wanted: limitsText,
  look: async (_tools, instance, wanted) => {
    const now: Args = {
      ...(wanted.cpus !== undefined && { cpus: instance.cpus ?? 'none' }),
      ...(wanted.memoryBytes !== undefined && { memoryBytes: instance.memoryBytes }),
    };
    return { holds: sameCpus(wanted.cpus, now.cpus) && wanted.memoryBytes === now.memoryBytes, actual: limitsText(now) };
  },
  restore: ({ engine }, { id }, { cpus, memoryBytes }) =>
    need(engine, 'limits').set(id, { ...(cpus !== undefined && { cpus }), ...(memoryBytes !== undefined && { memoryBytes }) }),
  // No event shows that it is back to normal.
  explains: () => false,
});

const sameCpus = (a: Args['cpus'], b: Args['cpus']): boolean =>
  a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) < CPU_TOLERANCE);

function limitsText({ cpus, memoryBytes }: Args): string {
  const parts = [
    ...(cpus === undefined ? [] : [cpus === 'none' ? 'no limit of CPU' : `${Number(cpus.toFixed(3))} CPUs`]),
    ...(memoryBytes === undefined ? [] : [`${sizeText(memoryBytes)} of memory`]),
  ];
  return `with ${parts.join(' and ')}`;
}

/** The record that restores those limits of a victim that are about to be changed. */
export const limitsRecord = ({ ref, instance }: Victim, changed: LimitsChange): UndoRecord => ({
  kind: limits.kind,
  target: ref,
  args: {
    ...(changed.cpus !== undefined && { cpus: instance.cpus ?? 'none' }),
    ...(changed.memoryBytes !== undefined && { memoryBytes: instance.memoryBytes }),
  },
});
