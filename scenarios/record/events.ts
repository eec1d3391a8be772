import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { DetectionBounds } from '../../stack/alerting/model.js';
import type { CarriedAlert, LoadRecord } from '../../stack/services/contracts.js';
import type { Judgement, Outcome, Phase, Proof, Scenario, UndoRecord } from '../model.js';

/** What the journal adds to every event. */
export interface Stamp {
  /** Counts from 1 without gaps. */
  readonly seq: number;
  /** Epoch ms on the engine's clock. */
  readonly at: Milliseconds;
  /** Monotonic ms since the start of the run. */
  readonly mono: Milliseconds;
}

/** Everything that happens in a run. One line of the journal is `Stamp & RunEvent`. */
export type RunEvent =
  | RunStarted
  | {
      readonly type: 'clock';
      readonly moment: 'start' | 'end';
      readonly offsetMs: Milliseconds;
      readonly uncertaintyMs: Milliseconds;
    }
  | { readonly type: 'phase'; readonly phase: Phase; readonly status: 'started' | 'ended' }
  /** What is being waited for; `limitMs` from now on. Replaced by the next one. */
  | { readonly type: 'waiting'; readonly for: string; readonly limitMs?: Milliseconds }
  | { readonly type: 'note'; readonly text: string; readonly severity: 'info' | 'warning' }
  /** State of the database of alerts before injection: never counted. */
  | {
      readonly type: 'baseline';
      readonly alerts: readonly { readonly alertname: string; readonly labels: Labels; readonly fingerprint?: string }[];
    }
  | {
      readonly type: 'steady';
      readonly moment: 'before' | 'after';
      readonly holds: boolean;
      readonly requests: number;
      readonly good: number;
      readonly reason: string;
    }
  /** Life of a fault's undo. Flushed to disk before the step it names. */
  | {
      readonly type: 'undo';
      readonly fault: number;
      readonly status: 'planned' | 'applying' | 'active' | 'undoing' | 'undone' | 'dirty';
      readonly records: readonly UndoRecord[];
      readonly detail?: string;
    }
  | { readonly type: 'guardian'; readonly status: 'armed' | 'released' | 'lost'; readonly detail?: string }
  | {
      readonly type: 'engine';
      readonly action: string;
      readonly service: string;
      readonly instanceId: string;
      readonly time: Milliseconds;
      readonly exitCode?: number;
    }
  | { readonly type: 'proof'; readonly fault: number; readonly proof: Proof }
  /** A change of an alert's state in Prometheus, `inactive` when it is gone. Seen at `at`; `time` is Prometheus' own stamp where it has one. */
  | {
      readonly type: 'alert';
      readonly group: string;
      readonly alertname: string;
      readonly labels: Labels;
      readonly state: 'pending' | 'firing' | 'inactive';
      readonly activeAt?: Milliseconds;
      readonly value?: string;
    }
  /** A change of an alert in Alertmanager. `gone` when it is no longer listed. */
  | {
      readonly type: 'notification-state';
      readonly fingerprint: string;
      readonly alertname: string;
      readonly labels: Labels;
      readonly state: 'unprocessed' | 'active' | 'suppressed' | 'gone';
      readonly inhibitedBy: readonly string[];
      readonly silencedBy: readonly string[];
      readonly receivers: readonly string[];
      readonly startsAt: Milliseconds;
      readonly endsAt?: Milliseconds;
    }
  | {
      readonly type: 'receipt';
      readonly message: number;
      readonly channel: 'email' | 'slack' | 'webhook';
      readonly to: string;
      readonly subject: string;
      readonly excerpt: string;
      readonly receivedAt: Milliseconds;
      readonly alerts: readonly CarriedAlert[];
    }
  | { readonly type: 'load'; readonly record: LoadRecord }
  /** Health of the monitoring at one moment, written on change: what could not be asked, which rules do not evaluate, which targets are down. */
  | {
      readonly type: 'monitoring';
      readonly prometheus: 'ok' | 'unreachable';
      readonly alertmanager: 'ok' | 'unreachable';
      readonly inbox: 'ok' | 'unreachable';
      readonly unhealthyRules: readonly string[];
      readonly downTargets: readonly string[];
      readonly absentSeries: readonly string[];
      /** Names of expected alerts whose rule is in the files and not loaded in Prometheus. */
      readonly missingRules?: readonly string[];
    }
  | {
      readonly type: 'remediation';
      readonly step: string;
      readonly effect: string;
      readonly startedAt: Milliseconds;
      readonly endedAt: Milliseconds;
    }
  /** Raw samples of a query over the whole window, [epoch ms, value]; from Prometheus after recovery. */
  | {
      readonly type: 'series';
      readonly name: string;
      readonly query: string;
      readonly unit: string;
      readonly series: readonly { readonly labels: Labels; readonly points: readonly (readonly [Milliseconds, number])[] }[];
    }
  /** Raw `ALERTS` samples of the whole window: the source for "nothing else fired". `group` is not known here. */
  | {
      readonly type: 'alerts-window';
      readonly from: Milliseconds;
      readonly to: Milliseconds;
      readonly stepMs: Milliseconds;
      readonly complete: boolean;
      readonly alerts: readonly {
        readonly alertname: string;
        readonly labels: Labels;
        readonly state: 'pending' | 'firing';
        readonly first: Milliseconds;
        readonly last: Milliseconds;
        readonly samples: number;
      }[];
    }
  | { readonly type: 'log'; readonly service: string; readonly time: Milliseconds; readonly text: string }
  | { readonly type: 'judged'; readonly judgement: Judgement }
  | {
      readonly type: 'failure';
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
      /** Of the error; absent: derived from the code. */
      readonly exitCode?: number;
    }
  | { readonly type: 'run-ended'; readonly outcome: Outcome; readonly exitCode: number };

/** First line of every journal: all that the report must know of the circumstances. */
export interface RunStarted {
  readonly type: 'run-started';
  readonly schema: 1;
  readonly run: string;
  readonly scenario: Scenario;
  readonly stack: string;
  readonly speed: number;
  readonly supopsVersion: string;
  readonly engine: {
    readonly id: string;
    readonly kind: string;
    readonly version: string;
    readonly apiVersion: string;
    readonly operatingSystem: string;
    readonly architecture: string;
    readonly cpus: number;
  };
  readonly versions: Readonly<Record<string, string>>;
  /** SHA-256 of all rule files in force. */
  readonly rulesHash: string;
  /** Configuration texts in force, redacted. */
  readonly configuration: Readonly<Record<string, string>>;
  /** One entry an expectation id: bounds in force, bounds at production speed, and the rule as deployed. */
  readonly bounds: Readonly<Record<string, { readonly inForce: DetectionBounds; readonly production: DetectionBounds }>>;
  readonly rules: Readonly<
    Record<
      string,
      {
        readonly group: string;
        readonly file: string;
        readonly line: number;
        readonly expr: string;
        readonly forMs: Milliseconds;
        readonly severity: string;
        readonly runbookUrl?: string;
      }
    >
  >;
}

/** A line of the journal. */
export type JournalLine = Stamp & RunEvent;
