import type { Labels, Matcher } from '../../core/labels.js';
import type { Problem } from '../../core/problem.js';
import type { Milliseconds } from '../../core/time.js';

/** A parsed rule file. */
export interface RuleFile {
  readonly file: string;
  readonly text: string;
  readonly rules: readonly AlertRule[];
  readonly records: readonly RecordingRule[];
  readonly problems: readonly Problem[];
}

/** What alerting and recording rules have in common, and where one stands: the place of its name. */
interface Rule {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly group: string;
  /** The group's own evaluation interval, if it has one. */
  readonly intervalMs?: Milliseconds;
  readonly name: string;
  readonly expr: string;
  readonly labels: Labels;
}

/** An alerting rule. It is identified by group and name. */
export interface AlertRule extends Rule {
  readonly forMs: Milliseconds;
  readonly keepFiringForMs: Milliseconds;
  readonly annotations: Labels;
}

/** A recording rule: `name` is the name of the series that it writes. */
export type RecordingRule = Rule;

/** Periods of Prometheus that an alert goes through. */
export interface PipelineTimes {
  readonly scrapeMs: Milliseconds;
  readonly scrapeTimeoutMs: Milliseconds;
  readonly evaluationMs: Milliseconds;
  /** The longest that rules between the scrape and the alert's own (recording rules, alerts read as `ALERTS`) take to follow; absent for none. */
  readonly upstreamMs?: Milliseconds;
}

/** A scrape configuration, with what it leaves out filled in. */
export interface ScrapeJob {
  readonly name: string;
  readonly scrapeMs: Milliseconds;
  readonly scrapeTimeoutMs: Milliseconds;
  readonly metricsPath: string;
  /** Values of `job` that its series can carry: its name, and those of static targets. `any` if targets or relabelling may set others. */
  readonly jobLabels: readonly string[] | 'any';
}

/** What alerting depends on in a prometheus.yml. */
export interface PrometheusConfig {
  readonly jobs: readonly ScrapeJob[];
  /** Of groups that have no interval of their own. */
  readonly evaluationMs: Milliseconds;
  /** Labels that Prometheus adds to every alert it sends. */
  readonly externalLabels: Labels;
  /** The longest scrape interval and timeout of all jobs (what a job would have, if there are none), and the evaluation interval. */
  readonly times: PipelineTimes;
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
  /** The channels over which its receiver also notifies the end of an alert (`send_resolved`). */
  readonly resolvedChannels: readonly Channel[];
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
    /** Of rules between the scrape and the alert's own; absent if there are none. */
    readonly upstreamMs?: Milliseconds;
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

/** Best and worst time from the repair to the message of the end that a configuration implies, with their parts. */
export interface ResolutionBounds {
  readonly floorMs: Milliseconds;
  readonly ceilingMs: Milliseconds;
  /**
   * The channels over which the end is notified. None without a route, and if the receiver has `send_resolved: false` (Alertmanager's default
   * for e-mail and Slack): then no message ever comes, and the bounds are those of the alert's end in Prometheus.
   */
  readonly notifiedBy: readonly Channel[];
  readonly parts: {
    readonly scrapeMs: Milliseconds;
    /** Of rules between the scrape and the alert's own; absent if there are none. */
    readonly upstreamMs?: Milliseconds;
    readonly evaluationMs: Milliseconds;
    /** Time until the expression's window holds too few bad samples. */
    readonly windowDrainMs: Milliseconds;
    /** `keep_firing_for`, rounded up to evaluation ticks. */
    readonly holdMs: Milliseconds;
    readonly groupIntervalMs: Milliseconds;
    readonly deliveryMs: Milliseconds;
  };
}

/** Best and worst time from a fault to the moment at which the silence of an alert that is notified again and again is noticed. */
export interface SilenceBounds {
  readonly floorMs: Milliseconds;
  readonly ceilingMs: Milliseconds;
  /** The longest time between two of its messages; twice that without one is silence. */
  readonly periodMs: Milliseconds;
  /** How long Alertmanager goes on without Prometheus. */
  readonly expiryMs: Milliseconds;
}
