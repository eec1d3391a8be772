import { hasLabels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { Expectation, Finding, Scenario, Verdict, VerdictResult } from '../model.js';
import type { JournalLine, RunStarted } from '../record/events.js';
import type { AlertHistory, RunRecord, Timeline } from '../record/record.js';

/** Everything that verdicts are made from. */
export interface Hearing {
  readonly scenario: Scenario;
  readonly started: RunStarted;
  readonly lines: readonly JournalLine[];
  readonly timeline: Timeline;
  readonly injectedAt: Milliseconds | undefined;
  readonly undoneAt: Milliseconds | undefined;
  /** Until when the run waited for alerts and messages: the repair, or the last line. */
  readonly watchedUntil: Milliseconds;
  /** Every fault was proven. */
  readonly proven: boolean;
  /** Raw samples of the whole window; absent where they could not be had. */
  readonly window: Extract<JournalLine, { type: 'alerts-window' }> | undefined;
}

/** Opens the record of a run for judging. */
export function openHearing(scenario: Scenario, record: Omit<RunRecord, 'judgement'>): Hearing {
  const { lines, timeline, started, startedAt } = record;
  const { injectedAt, undoneAt } = timeline;
  const undoing = lines.find((line) => line.type === 'undo' && line.status === 'undoing');
  const proofs = lines.filter((line) => line.type === 'proof');
  return {
    scenario,
    started,
    lines,
    timeline,
    injectedAt,
    undoneAt,
    watchedUntil: undoing?.at ?? undoneAt ?? lines.at(-1)?.at ?? startedAt,
    proven: scenario.faults.every((_, fault) => proofs.some((line) => line.fault === fault && line.proof.proven)),
    window: lines.findLast((line) => line.type === 'alerts-window'),
  };
}

/** One aspect of a verdict. */
export interface Piece {
  readonly result: VerdictResult;
  readonly findings: readonly Finding[];
  /** What was measured, in words. */
  readonly value?: string;
}

/** A verdict without what is the same for all of one expectation. */
export type Judged = Pick<Verdict, 'result' | 'value' | 'valueMs' | 'findings'> & {
  readonly histories: readonly AlertHistory[];
};

/** Missed wins over unknown: what is certainly wrong stays wrong, whatever else could not be seen. */
export function worst(results: readonly VerdictResult[]): VerdictResult {
  if (results.includes('missed')) return 'missed';
  return results.includes('unknown') ? 'unknown' : 'met';
}

/** Alerts of the name that fired because of the fault: in this run, after injection. Pending is not firing. */
export const firedSince = ({ timeline }: Hearing, alert: string): readonly AlertHistory[] =>
  timeline.alerts.filter((history) => history.alertname === alert && !history.before && history.firingAt !== undefined);

/** Those of `firedSince` that carry the expected labels. */
export const firedAsExpected = (hearing: Hearing, { alert, labels }: Expectation): readonly AlertHistory[] =>
  firedSince(hearing, alert).filter((history) => hasLabels(history.labels, labels));
