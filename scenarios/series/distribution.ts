import type { Milliseconds } from '../../core/time.js';

/** How a time was distributed over several runs. */
export interface Distribution {
  readonly count: number;
  readonly minMs: Milliseconds;
  readonly medianMs: Milliseconds;
  /** Absent for fewer values than it takes to say anything about the slowest. */
  readonly p95Ms?: Milliseconds;
  readonly maxMs: Milliseconds;
}

const LEAST_FOR_P95 = 5;

/** The distribution of times; `undefined` without any. The 95th percentile is the nearest rank: a value that occurred. */
export function distributionOf(times: readonly Milliseconds[]): Distribution | undefined {
  const sorted = times.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  const at = (index: number) => sorted[index] ?? max;
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? at(Math.floor(middle)) : (at(middle - 1) + at(middle)) / 2;
  return {
    count: sorted.length,
    minMs: min,
    medianMs: Math.round(median),
    ...(sorted.length >= LEAST_FOR_P95 && { p95Ms: at(Math.ceil(0.95 * sorted.length) - 1) }),
    maxMs: max,
  };
}
