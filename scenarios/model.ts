import type { Labels } from '../core/labels.js';
import type { Milliseconds } from '../core/time.js';
import type { Channel } from '../stack/alerting/model.js';

/** A scenario, loaded and checked, with every default filled in. Durations of expectations are production time. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** The file as given, and its text. */
  readonly file: string;
  readonly text: string;
  readonly steadyState: SteadyState;
  readonly load: LoadSpec;
  readonly faults: readonly FaultSpec[];
  readonly expect: readonly Expectation[];
  /** Alert names that may fire or be muted; they never decide. */
  readonly allow: readonly string[];
  /** By when the steady state holds again after the repair, real time. */
  readonly recoverWithinMs: Milliseconds;
  /** Path of the runbook that describes the repair, relative to the package or to the scenario file. */
  readonly remediation?: string;
}

/** What must hold before the fault and again after the repair. */
export interface SteadyState {
  readonly minRequests: number;
  /** Share of good answers, 0…1. */
  readonly minGoodRatio: number;
}

/** Load during the run. */
export interface LoadSpec {
  /** Requests a second. */
  readonly rate: number;
  /** Empty: the visitors' own mix. */
  readonly paths: readonly string[];
}

/** One fault. Further kinds join this union. */
export type FaultSpec = {
  readonly kind: 'kill';
  readonly service: string;
  /** Keeps the victim down until the repair. */
  readonly hold: boolean;
};

/** What should happen to one alert. */
export interface Expectation {
  /** Stable within the scenario: `DatabaseDown`, `DatabaseDown#2`. */
  readonly id: string;
  readonly alert: string;
  readonly labels: Labels;
  /** Channels by which the message must arrive; empty: delivery is not judged. */
  readonly notified: readonly Channel[];
  readonly resolves: boolean;
  /** The alert that must mute this one. */
  readonly inhibitedBy?: string;
  /** From injection to the message (or to firing where nothing is to be notified); absent: the ceiling + 1 s. */
  readonly withinMs?: Milliseconds;
  readonly notBeforeMs?: Milliseconds;
  readonly line: number;
  readonly column: number;
}

/** What undoes a fault, as data: written to the journal and handed to the guardian before anything is touched. */
export type UndoRecord =
  | {
      readonly kind: 'set-restart-policy';
      readonly target: InstanceRef;
      /** As text: `unless-stopped`, `on-failure:3`. */
      readonly args: { readonly policy: string };
    }
  | { readonly kind: 'start'; readonly target: InstanceRef; readonly args: Record<string, never> };

/** A victim, pinned: the same id and start time, or it is not the same victim. */
export interface InstanceRef {
  readonly stack: string;
  readonly service: string;
  readonly id: string;
  readonly startedAt: Milliseconds;
}

/** Evidence that a fault touched its victim. */
export interface Proof {
  readonly proven: boolean;
  /** What was looked at and what was seen. */
  readonly evidence: string;
  /** The moment of the fault on the engine's clock. */
  readonly at?: Milliseconds;
}

/** How a run ended. */
export type Outcome = 'passed' | 'failed' | 'inconclusive' | 'not-steady' | 'aborted' | 'interrupted' | 'errored';

/** What the run found about one expectation. */
export type VerdictResult = 'met' | 'missed' | 'unknown';

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
export type FindingId =
  | 'not-fired'
  | 'late'
  | 'early'
  | 'label-mismatch'
  | 'not-notified'
  | 'receipt-unidentified'
  | 'silenced'
  | 'inhibited'
  | 'wrong-receiver'
  | 'not-inhibited'
  | 'slipped-out'
  | 'not-resolved'
  | 'resolution-not-notified'
  | 'unexpected-alert'
  | 'rule-not-loaded'
  | 'rule-unhealthy'
  | 'series-absent'
  | 'monitoring-blind'
  | 'fault-not-proven'
  | 'victim-replaced'
  | 'not-steady'
  | 'not-recovered'
  | 'already-firing';

/** One thing that was wrong, in its own words. */
export interface Finding {
  readonly id: FindingId;
  readonly alert?: string;
  readonly message: string;
}

/** The result of judging a run. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly verdicts: readonly Verdict[];
  /** Of all verdicts and of the run as a whole. */
  readonly findings: readonly Finding[];
}

/** Phases of a run, in order. */
export type Phase = 'preflight' | 'quiet' | 'inject' | 'detect' | 'remediate' | 'recover' | 'judge';
