import type { Milliseconds } from '../../core/time.js';
import type { RuleState } from './prometheus.js';

/** Remembers when rules were evaluated, so that a gap in evaluation is noticed, whatever alerts there are. */
export interface EvaluationTrack {
  saw(rules: readonly RuleState[]): void;
  /** The longest time between two observed evaluations of a group within a window; the ends of the window count. `undefined` if there are none. */
  longestGapMs(from: Milliseconds, to: Milliseconds): Milliseconds | undefined;
}

/** Tracks the groups that contain these alerts; all groups if none of them does. */
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

/** The longest stretch of a window that contains none of the moments. */
export function longestGap(
  moments: readonly Milliseconds[],
  { from, to }: { readonly from: Milliseconds; readonly to: Milliseconds },
): Milliseconds {
  const inside = moments.filter((at) => at >= from && at <= to).sort((a, b) => a - b);
  const all = [from, ...inside, to];
  return Math.max(...all.slice(1).map((at, i) => at - (all[i] as number)));
}
