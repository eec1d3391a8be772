import { EXIT, SupopsError } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import type { Judgement, Outcome } from '../model.js';
import { buildTimeline } from '../story/timeline.js';
import type { JournalLine, RunStarted } from './events.js';

/** A run as its journal tells it; what reports are made of. */
export interface RunRecord {
  readonly run: string;
  readonly started: RunStarted;
  readonly startedAt: Milliseconds;
  /** Absent where the run did not end by itself. */
  readonly ended?: { readonly at: Milliseconds; readonly outcome: Outcome; readonly exitCode: number };
  readonly judgement?: Judgement;
  readonly timeline: Timeline;
  readonly lines: readonly JournalLine[];
}

/** The pipeline's moments, derived from journal lines alone. All epoch ms on the engine's clock. */
export interface Timeline {
  /** The engine's own event of the fault. */
  readonly injectedAt?: Milliseconds;
  /** The repair: the victim was started again. */
  readonly undoneAt?: Milliseconds;
  readonly alerts: readonly AlertHistory[];
}

/** One alert (name and labels as in Alertmanager where it got there) through its life in this run. */
export interface AlertHistory {
  readonly alertname: string;
  readonly group?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly fingerprint?: string;
  /** Alertmanager's startsAt, in ms. */
  readonly startsAt?: Milliseconds;
  readonly pendingAt?: Milliseconds;
  readonly firingAt?: Milliseconds;
  readonly receivedAt?: Milliseconds;
  readonly resolvedAt?: Milliseconds;
  /** When Prometheus no longer listed it, whether it had fired or not. */
  readonly endedAt?: Milliseconds;
  /** Names of the alerts that muted it while it was suppressed. */
  readonly inhibitedBy: readonly string[];
  readonly silenced: boolean;
  readonly receivers: readonly string[];
  readonly receipts: readonly ReceiptOfAlert[];
  /** It fired or was pending before injection. */
  readonly before: boolean;
}

/** A message that carried this very alert: same fingerprint and startsAt. */
export interface ReceiptOfAlert {
  readonly message: number;
  readonly channel: 'email' | 'slack' | 'webhook';
  readonly status: 'firing' | 'resolved';
  readonly receivedAt: Milliseconds;
  /** supops' own record of it, minus the arrival. */
  readonly recordedAfterMs: Milliseconds;
}

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
  /** Stages per expected alert, ms from injection; absent stages did not happen. */
  readonly detection: readonly {
    readonly alert: string;
    readonly floorMs: Milliseconds;
    readonly ceilingMs: Milliseconds;
    readonly pendingMs?: Milliseconds;
    readonly firingMs?: Milliseconds;
    readonly receivedMs?: Milliseconds;
    readonly notifiedMs?: Milliseconds;
    readonly resolvedMs?: Milliseconds;
  }[];
  /** Largest time between a message's arrival at the inbox and supops' own record of it. */
  readonly receiptLagMs?: Milliseconds;
  readonly files: { readonly report: string; readonly journal: string; readonly run: string };
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/**
 * A run as its journal tells it. Works on every journal that has its first line, however early it ends.
 * @throws `journal-empty` (exit 3) where not even that line was written.
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
    timeline: buildTimeline(lines),
    lines,
  };
}
