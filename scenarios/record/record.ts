import { EXIT, SupopsError } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import type { Judgement, Outcome } from '../model/verdict.js';
import type { JournalLine, RunStarted } from './events.js';

/** A run as its journal holds it; what its story and its reports are made from. */
export interface RunRecord {
  readonly run: string;
  readonly started: RunStarted;
  readonly startedAt: Milliseconds;
  /** Absent if the run did not end by itself. */
  readonly ended?: { readonly at: Milliseconds; readonly outcome: Outcome; readonly exitCode: number };
  readonly judgement?: Judgement;
  readonly lines: readonly JournalLine[];
}

/**
 * The record of journal lines. Works on every journal that has its first line, however early it ends.
 * @throws `journal-empty` (exit 3) if not even that line was written
 */
export function buildRecord(lines: readonly JournalLine[]): RunRecord {
  const first = lines.find((line) => line.type === 'run-started');
  if (!first) {
    throw new SupopsError({
      code: 'journal-empty',
      exitCode: EXIT.invalid,
      message: 'the journal does not hold the first line of a run',
      hint: 'the run ended before anything was done; run the scenario again',
    });
  }
  const { seq: _seq, at: startedAt, mono: _mono, ...started } = first;
  const end = lines.findLast((line) => line.type === 'run-ended');
  const judged = lines.findLast((line) => line.type === 'judged');
  return {
    run: started.run,
    started,
    startedAt,
    ...(end && { ended: { at: end.at, outcome: end.outcome, exitCode: end.exitCode } }),
    ...(judged && { judgement: judged.judgement }),
    lines,
  };
}
