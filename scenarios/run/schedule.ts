import type { Milliseconds } from '../../core/time.js';
import type { FaultSpec } from '../model/fault.js';

/** One step of the timeline of a run. */
export interface Step {
  /** From the start of the timeline, real time. */
  readonly atMs: Milliseconds;
  readonly action: 'inject' | 'undo';
  readonly fault: FaultSpec;
}

/**
 * The steps of a scenario's faults in order of time. At the same moment undoing comes before injecting, so that a fault that follows another finds
 * its victims intact; otherwise the order of the file counts. Faults without an end stay until the repair.
 */
export function schedule(faults: readonly FaultSpec[]): readonly Step[] {
  const steps = faults.flatMap((fault): readonly Step[] => [
    { atMs: fault.atMs, action: 'inject', fault },
    ...(fault.forMs === undefined ? [] : [{ atMs: fault.atMs + fault.forMs, action: 'undo', fault } as const]),
  ]);
  return steps.toSorted((a, b) => a.atMs - b.atMs || rank(a) - rank(b));
}

const rank = ({ action }: Step): number => (action === 'undo' ? 0 : 1);
