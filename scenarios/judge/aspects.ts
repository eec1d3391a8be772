import type { Finding, Verdict, VerdictResult } from '../model/verdict.js';
import type { AlertHistory } from '../story/story.js';

/** One aspect of a verdict: fired, delivered, in time, resolved. */
export interface Aspect {
  readonly result: VerdictResult;
  readonly findings: readonly Finding[];
  /** What was measured, in words. */
  readonly value?: string;
}

/** A verdict without its name and evidence, and the alerts that it is about. */
export type Judged = Pick<Verdict, 'result' | 'value' | 'valueMs' | 'findings'> & {
  readonly histories: readonly AlertHistory[];
};

/** Missed wins over unknown: what is certainly wrong stays wrong, whatever else was not visible. */
export function worst(results: readonly VerdictResult[]): VerdictResult {
  if (results.includes('missed')) return 'missed';
  return results.includes('unknown') ? 'unknown' : 'met';
}

/** What was judged of one alert, and what holds for all of them. */
export const withAspects = (judged: Judged, aspects: readonly Aspect[]): Judged => ({
  ...judged,
  result: worst([judged.result, ...aspects.map(({ result }) => result)]),
  value: [judged.value, ...aspects.flatMap(({ value }) => value ?? [])].join('; '),
  findings: [...judged.findings, ...aspects.flatMap(({ findings }) => findings)],
});

/** Nothing can be said, and why. */
export const unknown = (value: string, findings: readonly Finding[] = []): Judged => ({
  result: 'unknown',
  value,
  findings,
  histories: [],
});

/** What is certainly wrong. */
export const missed = (value: string, finding: Finding): Judged => ({
  result: 'missed',
  value,
  findings: [finding],
  histories: [],
});
