import type { Labels, Matcher } from '../../core/labels.js';
import type { Problem } from '../../core/problem.js';
import type { Milliseconds } from '../../core/time.js';

/** A parsed rule file. */
export interface RuleFile {
  readonly file: string;
  readonly text: string;
  readonly rules: readonly AlertRule[];
  readonly problems: readonly Problem[];
}

/** An alerting rule and where it stands. A rule is identified by group and name. */
export interface AlertRule {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly group: string;
  /** The group's own evaluation interval, where it has one. */
  readonly intervalMs?: Milliseconds;
  readonly name: string;
  readonly expr: string;
  readonly forMs: Milliseconds;
  readonly keepFiringForMs: Milliseconds;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** Periods of Prometheus that every alert goes through. */
export interface PipelineTimes {
  readonly scrapeMs: Milliseconds;
  readonly scrapeTimeoutMs: Milliseconds;
  readonly evaluationMs: Milliseconds;
}

/** Routes, inhibitions and receivers of an Alertmanager configuration. */
export interface AlertmanagerConfig {
  readonly text: string;
  readonly route: Route;
  readonly inhibitions: readonly Inhibition[];
  /** Receiver name → the channels it notifies. */
  readonly receivers: ReadonlyMap<string, readonly Channel[]>;
  readonly problems: readonly Problem[];
}

/** How a message travels. */
export type Channel = 'email' | 'slack' | 'webhook';
/** Every channel. */
export const CHANNELS: readonly Channel[] = ['email', 'slack', 'webhook'];

/** A node of the route tree, with inherited settings filled in. */
export interface Route {
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  readonly groupBy: readonly string[];
  readonly groupWaitMs: Milliseconds;
  readonly groupIntervalMs: Milliseconds;
  readonly repeatIntervalMs: Milliseconds;
  readonly continue: boolean;
  readonly routes: readonly Route[];
}

export interface Inhibition {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  readonly equal: readonly string[];
}

/** Best and worst time from fault to message that a configuration implies, with their parts. */
export interface DetectionBounds {
  readonly floorMs: Milliseconds;
  readonly ceilingMs: Milliseconds;
  readonly parts: {
    readonly scrapeMs: Milliseconds;
    readonly evaluationMs: Milliseconds;
    /** `for`, rounded up to evaluation ticks. */
    readonly holdMs: Milliseconds;
    /** Time until the expression's window holds enough bad samples. */
    readonly windowFillMs: Milliseconds;
    readonly groupWaitMs: Milliseconds;
    readonly groupIntervalMs: Milliseconds;
    readonly deliveryMs: Milliseconds;
  };
}
