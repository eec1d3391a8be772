import type { Milliseconds } from '../../core/time.js';
import type { RuleState } from './prometheus.js';

/** Remembers when rules were evaluated, so that a gap in evaluation is noticed, whatever alerts there are. */
export interface EvaluationTrack {
  saw(rules: readonly RuleState[]): void;
  /** When a group was not evaluated for longer than `mostMs` within a window. `undefined` if no evaluation was ever seen. */
  gaps(window: Period, mostMs: Milliseconds): readonly Period[] | undefined;
}

/** A stretch of time, epoch ms. */
export interface Period {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
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
    gaps: (window, mostMs) => {
      const groups = [...seen].filter(([group, of]) => of.size > 0 && (wanted.size === 0 || wanted.has(group)));
      return groups.length === 0 ? undefined : groups.flatMap(([, of]) => gapsBetween([...of], window, mostMs));
    },
  };
}

/** The stretches of a window, longer than `mostMs`, that contain none of the moments. */
export function gapsBetween(moments: readonly Milliseconds[], { from, to }: Period, mostMs: Milliseconds): readonly Period[] {
  const inside = moments.filter((at) => at >= from && at <= to).sort((a, b) => a - b);
  const all = [from, ...inside, to];
  return all
    .slice(1)
    .map((at, i) => ({ from: all[i] as number, to: at }))
    .filter((gap) => gap.to - gap.from > mostMs);
}

/** Of several accounts of the same window the one with the shortest gaps: what one has seen, the others have missed. */
export const shortestGaps = (accounts: readonly (readonly Period[])[]): readonly Period[] | undefined =>
  accounts.toSorted((a, b) => total(a) - total(b))[0];

const total = (gaps: readonly Period[]): Milliseconds => gaps.reduce((sum, { from, to }) => sum + to - from, 0);
