import type { Root } from 'mdast';
import type { Milliseconds } from '../../core/time.js';
import type { Finding, Verdict } from '../../scenarios/model/verdict.js';
import type { RunState } from '../history/run-summary.js';

/** Name of a file in the run's folder. */
export type FileName = string;

/** A report before it is written: what it says, without how a format says it. */
export interface ReportDocument {
  readonly run: string;
  readonly scenario: string;
  readonly state: RunState;
  /** Epoch ms. */
  readonly startedAt: Milliseconds;
  readonly durationMs: Milliseconds;
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
  /** The whole text for people. Headings carry their anchors, call-outs their kind; texts hold no markup. */
  readonly content: Root;
}

/** Prints a report as the files of one format. Pure. */
export type ReportWriter = (document: ReportDocument) => ReadonlyMap<FileName, string | Uint8Array>;
