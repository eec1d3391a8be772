import type { Outcome } from '../../scenarios/model/verdict.js';
import type { FindingName } from './finding-name.js';

/** One entry of the verdict corpus: what went wrong, and what supops must say about it. */
export interface Situation {
  /** A few words, unlike those of every other situation. */
  readonly name: string;
  /** What is wrong, and why the verdict must be this one. */
  readonly wrong: string;
  readonly outcome: Outcome;
  /** Exactly these, without repetitions, in any order. */
  readonly findings: readonly FindingName[];
}

/** How a situation is made. */
export type Making = 'real' | 'recorded';

/** What supops said about a situation. */
export interface Said {
  readonly outcome: Outcome;
  readonly findings: readonly string[];
}

/** `failed DatabaseDown: late`, the form in which what was expected and what was said are compared and printed. */
export const saidText = ({ outcome, findings }: Said): string => [outcome, ...[...new Set(findings)].sort()].join('\n');
