import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { AbortCondition, Condition } from './condition.js';
import type { FaultSpec } from './fault.js';
import type { RemediationStep } from './remediation.js';

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
  /** Alerts that must fall silent; absent: none. */
  readonly silences?: readonly SilenceExpectation[];
  /** Names of alerts that may fire or be muted; they never affect the outcome. */
  readonly allow: readonly string[];
  /** Names of alerts that must not fire, not even muted; absent: none. */
  readonly forbid?: readonly string[];
  /** How long, from the last injection, nothing that is not expected may fire, production time; absent: as long as the rules imply. */
  readonly watchMs?: Milliseconds;
  /** By when the steady state holds again after the repair, real time. */
  readonly recoverWithinMs: Milliseconds;
  /** What must hold then; absent: the conditions of the steady state. */
  readonly recoverConditions?: readonly Condition[];
  /** What ends the run at once, from the first fault until the repair. */
  readonly abort?: readonly AbortCondition[];
  /** No other run may take place on the engine meanwhile. */
  readonly exclusive?: boolean;
  /** The repair, in order; absent: undo all faults. What is still in place after it is undone anyway. */
  readonly remediate?: readonly RemediationStep[];
  /** Path of the runbook that describes the repair, relative to the package or to the scenario file. */
  readonly runbook?: string;
}

/** What must hold before the fault and again after the repair. */
export interface SteadyState {
  readonly minRequests: number;
  /** Share of good answers, 0…1. */
  readonly minGoodRatio: number;
  /** What must hold besides. */
  readonly conditions?: readonly Condition[];
}

/** Load during the run. */
export interface LoadSpec {
  /** Requests a second. */
  readonly rate: number;
  /** Empty: the load source's own mix. */
  readonly paths: readonly string[];
  /** How the rate changes; absent: it is steady. */
  readonly shape?: LoadShapeSpec;
  /** What is requested once in a while, in addition; absent: nothing. */
  readonly also?: readonly { readonly path: string; readonly everyMs: Milliseconds }[];
}

/** A change of the rate. Its moment counts from the start of the timeline, in real time. */
export type LoadShapeSpec =
  /** Another rate from then on. */
  | { readonly kind: 'step'; readonly to: number; readonly atMs: Milliseconds }
  /** Evenly to another rate, which stays; or another rate for a while. */
  | { readonly kind: 'ramp' | 'spike'; readonly to: number; readonly atMs: Milliseconds; readonly forMs: Milliseconds };

/** What should happen to one alert. */
export interface Expectation {
  /** Stable within the scenario: `DatabaseDown`, `DatabaseDown#2`. */
  readonly id: string;
  readonly alert: string;
  readonly labels: Labels;
  /** Channels that must carry the message; empty: delivery is not judged. */
  readonly notified: readonly string[];
  readonly resolves: boolean;
  /** Annotations that the alert must carry: the exact text, or `/a pattern/`. */
  readonly annotations?: Labels;
  /** It must link to a runbook that is there. */
  readonly runbook?: boolean;
  /** `false`: templates of its messages may be broken. */
  readonly rendered?: boolean;
  /** It may share its message with alerts of another name. */
  readonly grouped?: boolean;
  /** How often it may resolve and fire again; absent: never, or, for a muted alert, any number of times. */
  readonly flaps?: number;
  /** The alert that must have fired before this one. */
  readonly afterAlert?: string;
  /** The alert that must mute this one. */
  readonly inhibitedBy?: string;
  /** Id of the fault from which everything is counted; absent: the first one. */
  readonly after?: string;
  /** From injection to the message (or to firing if nothing is to be notified); absent: the ceiling + 1 s. */
  readonly withinMs?: Milliseconds;
  readonly notBeforeMs?: Milliseconds;
  readonly line: number;
  readonly column: number;
}

/** An alert whose messages arrive at regular intervals, and must stop arriving until the repair: a Watchdog. */
export interface SilenceExpectation {
  /** Unique among all expectations of the scenario. */
  readonly id: string;
  readonly alert: string;
  /** Id of the fault from which everything is counted; absent: the first one. */
  readonly after?: string;
  /** From injection to the moment at which the silence is noticed, production time; absent: the ceiling + 1 s. */
  readonly withinMs?: Milliseconds;
  readonly line: number;
  readonly column: number;
}
