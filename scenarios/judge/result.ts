import { EXIT, type ExitCode, strongestExit } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import type { Judgement, Outcome } from '../model/verdict.js';
import type { JournalLine } from '../record/events.js';
import type { RunRecord } from '../record/record.js';
import { defined } from '../story/defined.js';
import type { ExpectationStory, Story } from '../story/story.js';
import { tell } from '../story/tell.js';
import { failuresOf, isDirty } from './outcome.js';

/** What `run.json` and `--output json` hold. */
export interface RunResult {
  readonly schema: 1;
  readonly run: string;
  readonly scenario: string;
  readonly stack: string;
  readonly speed: number;
  readonly outcome: Outcome;
  readonly exitCode: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMs: Milliseconds;
  readonly verdicts: Judgement['verdicts'];
  readonly findings: Judgement['findings'];
  readonly detection: readonly Detection[];
  /** Largest time between a message's arrival at the inbox and supops' own record of it. */
  readonly receiptLagMs?: Milliseconds;
  readonly files: { readonly report: string; readonly journal: string; readonly run: string };
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** Stages of one expected alert, ms from its injection; stages that did not happen are absent. */
export interface Detection {
  readonly alert: string;
  /** Channels that had to carry the message; empty if delivery was not judged, absent from results of older versions. */
  readonly notified?: readonly string[];
  readonly floorMs: Milliseconds;
  readonly ceilingMs: Milliseconds;
  readonly pendingMs?: Milliseconds;
  readonly firingMs?: Milliseconds;
  readonly receivedMs?: Milliseconds;
  readonly notifiedMs?: Milliseconds;
  readonly resolvedMs?: Milliseconds;
}

/** The result document of a run: `run.json`, and what `--output json` prints. */
export function buildResult(record: RunRecord, files: RunResult['files'], story: Story = tell(record)): RunResult {
  const { started, startedAt, ended, judgement, lines } = record;
  // A journal without an end belongs to a run that was killed.
  const outcome = ended?.outcome ?? judgement?.outcome ?? 'errored';
  const endedAt = ended?.at ?? story.endAt;
  const lagMs = receiptLag(story);
  const failure = lines.find((line) => line.type === 'failure');
  return {
    schema: 1,
    run: record.run,
    scenario: started.scenario.name,
    stack: started.stack,
    speed: started.speed,
    outcome,
    exitCode: ended?.exitCode ?? exitCodeOf(outcome, lines),
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    durationMs: Math.round(endedAt - startedAt),
    verdicts: judgement?.verdicts ?? [],
    findings: judgement?.findings ?? [],
    detection: story.expectations.flatMap(detectionOf),
    ...(lagMs === undefined ? {} : { receiptLagMs: lagMs }),
    files,
    ...(failure ? { error: errorOf(failure) } : {}),
  };
}

function errorOf({ code, message, hint }: Extract<JournalLine, { type: 'failure' }>): NonNullable<RunResult['error']> {
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}

/** The exit code of an outcome; failures and an incomplete undo recorded in the journal take precedence. */
export function exitCodeOf(outcome: Outcome, lines: readonly JournalLine[]): ExitCode {
  const failures = failuresOf(lines);
  const own = EXIT_OF[outcome];
  // `errored` and `interrupted` say that it ended early; the failure says how.
  const ownCodes = (outcome === 'errored' || outcome === 'interrupted') && failures.length > 0 ? [] : [own];
  return strongestExit([...(isDirty(lines) ? [EXIT.dirty] : []), ...failures, ...ownCodes]);
}

const EXIT_OF: Readonly<Record<Outcome, ExitCode>> = {
  passed: EXIT.ok,
  failed: EXIT.failed,
  inconclusive: EXIT.inconclusive,
  'not-steady': EXIT.notSteady,
  aborted: EXIT.aborted,
  interrupted: EXIT.interrupted,
  errored: EXIT.internal,
};

function detectionOf({ expectation, bounds, history, injectedAt, notifiedAt }: ExpectationStory): readonly Detection[] {
  if (!bounds) return [];
  const { floorMs, ceilingMs } = bounds.inForce;
  const base = { alert: expectation.id, notified: expectation.notified, floorMs, ceilingMs };
  if (!history || injectedAt === undefined) return [base];
  const after = (at: Milliseconds | undefined) => (at === undefined ? undefined : Math.round(at - injectedAt));
  const stages = {
    pendingMs: after(history.pendingAt),
    firingMs: after(history.firingAt),
    receivedMs: after(history.receivedAt),
    notifiedMs: after(notifiedAt),
    resolvedMs: after(history.resolvedAt),
  };
  return [{ ...base, ...defined(stages) }];
}

function receiptLag({ alerts }: Story): Milliseconds | undefined {
  const lags = alerts.flatMap(({ receipts, before }) => (before ? [] : receipts.map((one) => one.recordedAfterMs)));
  return lags.length === 0 ? undefined : Math.max(...lags);
}
