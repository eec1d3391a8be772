import type { Milliseconds } from '../../../core/time.js';
import type { LoadRecord } from '../contracts.js';

/** How one request ended. A broken connection has no duration. */
export type Outcome =
  | { readonly kind: 'answer'; readonly status: number; readonly durationMs: Milliseconds }
  | { readonly kind: 'timeout'; readonly durationMs: Milliseconds }
  | { readonly kind: 'broken' };

/** Counts what visitors see, second by second. */
export interface Tally {
  /** Counts in the second in which the request ended. */
  add(outcome: Outcome): void;
  /** Whole seconds after `second`, oldest first; the running one is not reported yet. */
  records(after: number): readonly LoadRecord[];
}

/** An answer that took longer was slow. */
const SLOW_MS: Milliseconds = 1_000;
const KEPT_SECONDS = 1_800;

/** A tally of the last 30 minutes; seconds without any request have no record. */
export function makeTally(now: () => Milliseconds): Tally {
  const kept = new Map<number, LoadRecord>();
  let running: { readonly second: number; readonly outcomes: Outcome[] } | undefined;

  const turn = () => {
    const second = Math.floor(now() / 1_000);
    if (running && running.second !== second) {
      kept.set(running.second, summarize(running.second, running.outcomes));
      running = undefined;
      for (const old of kept.keys()) {
        if (old >= second - KEPT_SECONDS) break;
        kept.delete(old);
      }
    }
    return second;
  };

  return {
    add: (outcome) => {
      const second = turn();
      running ??= { second, outcomes: [] };
      running.outcomes.push(outcome);
    },
    records: (after) => {
      turn();
      return [...kept.values()].filter((record) => record.second > after);
    },
  };
}

/** The record of one second. A time-out counts with its limit, a broken connection in no percentile. */
export function summarize(second: number, outcomes: readonly Outcome[]): LoadRecord {
  const durations = outcomes.flatMap((o) => (o.kind === 'broken' ? [] : [o.durationMs])).sort((a, b) => a - b);
  return {
    second,
    requests: outcomes.length,
    failed: outcomes.filter((o) => o.kind !== 'answer' || o.status >= 500).length,
    slow: outcomes.filter((o) => o.kind === 'timeout' || (o.kind === 'answer' && o.durationMs > SLOW_MS)).length,
    p50Ms: percentile(durations, 0.5),
    p95Ms: percentile(durations, 0.95),
    maxMs: percentile(durations, 1),
  };
}

/** The smallest value that is not below the share `q` of all, to a tenth of a millisecond; 0 of nothing. */
function percentile(sorted: readonly number[], q: number): number {
  const value = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}
