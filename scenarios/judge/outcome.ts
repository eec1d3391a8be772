import { EXIT, EXIT_PRECEDENCE, type ExitCode } from '../../core/errors.js';
import type { Outcome, Verdict } from '../model/verdict.js';
import type { JournalLine } from '../record/events.js';

/**
 * How a run ended, in the precedence of exit codes: what the events say (an undo that failed, an interruption, an error, an abort, no steady
 * state), then inconclusive before failed before passed.
 */
export function outcomeOf(lines: readonly JournalLine[], verdicts: readonly Verdict[]): Outcome {
  if (isDirty(lines)) return 'errored';
  const ends = failuresOf(lines).map(outcomeOfExit);
  for (const outcome of ['interrupted', 'errored', 'aborted'] as const) if (ends.includes(outcome)) return outcome;
  const before = lines.findLast((line) => line.type === 'steady' && line.moment === 'before');
  if (before?.type === 'steady' && !before.holds) return 'not-steady';
  if (verdicts.some(({ result }) => result === 'unknown')) return 'inconclusive';
  return verdicts.some(({ result }) => result === 'missed') ? 'failed' : 'passed';
}

/** True if the last recorded status of a fault's undo is that it could not be completed. */
export function isDirty(lines: readonly JournalLine[]): boolean {
  const last = new Map<string, string>();
  for (const line of lines) if (line.type === 'fault') last.set(line.fault, line.status);
  return [...last.values()].includes('dirty');
}

/** The exit codes of the failures that the journal holds. */
export const failuresOf = (lines: readonly JournalLine[]): readonly ExitCode[] =>
  lines.flatMap((line) => (line.type === 'failure' ? [exitOf(line)] : []));

function exitOf({ code, exitCode }: Extract<JournalLine, { type: 'failure' }>): ExitCode {
  return EXIT_PRECEDENCE.find((known) => known === exitCode) ?? EXIT_OF_CODE[code] ?? EXIT.unavailable;
}

const EXIT_OF_CODE: Readonly<Record<string, ExitCode>> = {
  interrupted: EXIT.interrupted,
  terminated: EXIT.terminated,
  aborted: EXIT.aborted,
  internal: EXIT.internal,
  'undo-failed': EXIT.dirty,
};

function outcomeOfExit(exit: ExitCode): Outcome {
  if (exit === EXIT.interrupted || exit === EXIT.terminated) return 'interrupted';
  return exit === EXIT.aborted ? 'aborted' : 'errored';
}
