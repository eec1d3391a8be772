import type { Milliseconds } from '../../core/time.js';
import type { RuleState } from './prometheus.js';

/** Remembers when rules were evaluated, so that a time without evaluation is noticed whatever alerts there are. */
export interface EvaluationTrack {
  saw(rules: readonly RuleState[]): void;
  /** The longest time between two evaluations of a group that were seen, within a window; the window's ends count. `undefined` without any. */
  longestGapMs(from: Milliseconds, to: Milliseconds): Milliseconds | undefined;
}

/** A track of the groups that hold these alerts; of all groups if none of them does. */
export function trackEvaluations(alerts: ReadonlySet<string>): EvaluationTrack {
  const seen = new Map<string, Set<Milliseconds>>();
  const wanted = new Set<string>();
  return {
    saw: (rules) => {
      for (const { group, name, lastEvaluation } of rules) {
        if (alerts.has(name)) wanted.add(group);
        const of = seen.get(group) ?? new Set();
        if (lastEvaluation > 0) of.add(lastEvaluation);
        seen.set(group, of);
      }
    },
    longestGapMs: (from, to) => {
      const groups = [...seen].filter(([group, of]) => of.size > 0 && (wanted.size === 0 || wanted.has(group)));
      if (groups.length === 0) return undefined;
      return Math.max(...groups.map(([, of]) => longestGap([...of], { from, to })));
    },
  };
}

/** The longest time in a window without one of the moments. */
export function longestGap(
  moments: readonly Milliseconds[],
  { from, to }: { readonly from: Milliseconds; readonly to: Milliseconds },
): Milliseconds {
  const inside = moments.filter((at) => at >= from && at <= to).sort((a, b) => a - b);
  const all = [from, ...inside, to];
  return Math.max(...all.slice(1).map((at, i) => at - (all[i] as number)));
}
