import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { FaultSpec, FaultStatus, InstanceRef, Proof, UndoRecord } from '../model/fault.js';
import type { Expectation, Scenario, SilenceExpectation } from '../model/scenario.js';
import type { JournalLine, RunStarted } from '../record/events.js';
import type { Stage } from './stages.js';

/**
 * What happened in a run, computed once from its journal: judge, waiting, live view, run.json and reports all read this. Times are epoch ms
 * on the engine's clock. Every prefix of a journal has a story.
 */
export interface Story {
  readonly started: RunStarted;
  readonly scenario: Scenario;
  readonly lines: readonly JournalLine[];
  /** In the order of the scenario. */
  readonly faults: readonly FaultStory[];
  /** The first injection; absent if nothing was injected. */
  readonly injectedAt?: Milliseconds;
  /** The end of the last undo, if every fault that was injected is undone. */
  readonly undoneAt?: Milliseconds;
  /** Until when the run waited for alerts and messages: the repair, or the last line. */
  readonly watchedUntil: Milliseconds;
  /** The last time that the journal covers. */
  readonly endAt: Milliseconds;
  /** Every fault was proven. */
  readonly proven: boolean;
  readonly alerts: readonly AlertHistory[];
  /** In the order of the scenario. */
  readonly expectations: readonly ExpectationStory[];
  /** In the order of the scenario. */
  readonly silences: readonly SilenceStory[];
  /** Raw samples of the whole window; absent if they could not be collected. */
  readonly window?: Extract<JournalLine, { type: 'alerts-window' }>;
}

/** The life of one fault. */
export interface FaultStory {
  readonly spec: FaultSpec;
  /** The last status; absent if the fault was never planned. */
  readonly status?: FaultStatus;
  /** The detail of the last status line. */
  readonly detail?: string;
  /** Time of the last status. */
  readonly statusAt?: Milliseconds;
  readonly victims: readonly InstanceRef[];
  readonly records: readonly UndoRecord[];
  readonly proof?: Proof;
  /** When supops began to touch the victims. */
  readonly appliedAt?: Milliseconds;
  /** The time of the fault, from its proof or the engine's events; absent if there is no evidence that it happened. */
  readonly injectedAt?: Milliseconds;
  /** When the repair began. */
  readonly undoingAt?: Milliseconds;
  /** When the last victim was back. */
  readonly undoneAt?: Milliseconds;
  /** Victims that somebody else started or replaced while the fault was active. */
  readonly interference: readonly Interference[];
}

/** Something that happened to a victim and that neither the fault nor its undo explains. */
export interface Interference {
  readonly instance: string;
  readonly at: Milliseconds;
  /** True if another instance took the victim's place; otherwise the victim itself was started. */
  readonly replaced: boolean;
}

/** One alert through its life in this run; name and labels as in Alertmanager if it got there. */
export interface AlertHistory {
  readonly alertname: string;
  readonly group?: string;
  readonly labels: Labels;
  readonly fingerprint?: string;
  /** Alertmanager's startsAt. */
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
  /** As Prometheus rendered them; absent if that was not seen. */
  readonly annotations?: Labels;
  readonly receivers: readonly string[];
  readonly receipts: readonly ReceiptOfAlert[];
  /** It was pending or firing before the first injection. */
  readonly before: boolean;
}

/** A message that carried this very alert: same fingerprint and startsAt. */
export interface ReceiptOfAlert {
  readonly message: number;
  readonly receiver: string;
  readonly channel: string;
  readonly status: 'firing' | 'resolved';
  readonly receivedAt: Milliseconds;
  /** supops' own record of it, minus the arrival. */
  readonly recordedAfterMs: Milliseconds;
}

/** An expected silence and what became of it. */
export interface SilenceStory {
  readonly expectation: SilenceExpectation;
  readonly injectedAt?: Milliseconds;
  readonly undoneAt?: Milliseconds;
  readonly bounds?: NonNullable<RunStarted['silences']>[string];
  /** By when after the injection the silence must be noticed; absent if nothing is known of the alert's route. */
  readonly budgetMs?: Milliseconds;
  /** When its messages arrived, from before the fault to the end. */
  readonly arrivals: readonly Milliseconds[];
  /** The last message before the silence. */
  readonly silentFrom?: Milliseconds;
  /** When the silence had lasted twice as long as there is between two messages. */
  readonly noticedAt?: Milliseconds;
  /** The first message after the silence and the repair. */
  readonly backAt?: Milliseconds;
}

/** An expectation and what became of it. */
export interface ExpectationStory {
  readonly expectation: Expectation;
  /** The fault from which everything is counted. */
  readonly fault?: FaultStory;
  readonly injectedAt?: Milliseconds;
  readonly undoneAt?: Milliseconds;
  readonly bounds?: RunStarted['bounds'][string];
  readonly rule?: RunStarted['rules'][string];
  /** By when after the injection, in this run; absent if the alert's rule is unknown. */
  readonly budgetMs?: Milliseconds;
  /** Earlier than this after the injection is too early. */
  readonly earliestMs: Milliseconds;
  /** Alerts with the name and labels that began after the injection, including pending ones. */
  readonly histories: readonly AlertHistory[];
  /** Those that fired. */
  readonly fired: readonly AlertHistory[];
  /** The alert that the expectation is about: the first that fired, otherwise the first that was pending. */
  readonly history?: AlertHistory;
  /** An alert with the name that fired with other labels and that no other expectation is about. */
  readonly nearest?: AlertHistory;
  /** The first firing message from each expected channel that delivered one. */
  readonly firing: readonly ReceiptOfAlert[];
  /** The first resolved message, likewise. */
  readonly resolved: readonly ReceiptOfAlert[];
  /** When the last expected channel had delivered; without expected channels, the first message. */
  readonly notifiedAt?: Milliseconds;
  readonly resolutionNotifiedAt?: Milliseconds;
  /** From the injection to the message. */
  readonly detection: readonly Stage[];
  /** From the repair to the message about the resolution. */
  readonly recovery: readonly Stage[];
}
