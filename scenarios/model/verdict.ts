import type { Milliseconds } from '../../core/time.js';

/** How a run ended. */
export const OUTCOMES = ['passed', 'failed', 'inconclusive', 'not-steady', 'aborted', 'interrupted', 'errored'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What the run found about one expectation. */
export const VERDICT_RESULTS = ['met', 'missed', 'unknown'] as const;
export type VerdictResult = (typeof VERDICT_RESULTS)[number];

/** One judged line: an expectation, "nothing else fired", recovery. */
export interface Verdict {
  readonly id: string;
  /** The expectation as a sentence. */
  readonly expectation: string;
  readonly result: VerdictResult;
  /** What was measured, in words. */
  readonly value: string;
  readonly valueMs?: Milliseconds;
  readonly budgetMs?: Milliseconds;
  /** Where the proof is: journal sequence numbers, a query, a message. */
  readonly evidence: string;
  readonly findings: readonly Finding[];
}

/** Stable identifiers of what can be wrong. */
export const FINDING_IDS = [
  'not-fired',
  'late',
  'early',
  'label-mismatch',
  'order-wrong',
  'flapping',
  'not-notified',
  'receipt-unidentified',
  'grouped',
  'template-broken',
  'annotation-mismatch',
  'runbook-missing',
  'silenced',
  'inhibited',
  'wrong-receiver',
  'not-inhibited',
  'wrong-inhibitor',
  'slipped-out',
  'not-resolved',
  'resolution-not-notified',
  'unexpected-alert',
  'forbidden-alert',
  'not-silent',
  'still-silent',
  'rule-not-loaded',
  'rule-unhealthy',
  'series-absent',
  'monitoring-blind',
  'fault-not-proven',
  'victim-replaced',
  'not-steady',
  'not-recovered',
  'repair-failed',
  'already-firing',
  'receipts-absent',
  'load-absent',
  'load-lost',
  'guardian-absent',
  'host-overloaded',
  'clock-jumped',
] as const;
export type FindingId = (typeof FINDING_IDS)[number];

/** One thing that was wrong, with its own message. */
export interface Finding {
  readonly id: FindingId;
  readonly alert?: string;
  readonly message: string;
}

/** The result of judging a run. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly verdicts: readonly Verdict[];
  /** The findings of all verdicts and of the run as a whole. */
  readonly findings: readonly Finding[];
}
