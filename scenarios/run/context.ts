import type { Clock, Milliseconds } from '../../core/time.js';
import type { AlertRule, DetectionBounds, ResolutionBounds } from '../../stack/alerting/model.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Expectation, Scenario } from '../model/scenario.js';
import type { Clients } from '../observe/clients.js';
import type { Recorder } from '../observe/recorder.js';
import type { Journal } from '../record/journal.js';
import type { WayBounds } from '../story/stages.js';
import type { Story } from '../story/story.js';
import type { WatchPlan } from './plan-watch.js';

/** What every phase of a run is handed. */
export interface RunContext {
  readonly supervised: Supervised;
  readonly scenario: Scenario;
  /** The engine's clock. */
  readonly clock: Clock;
  readonly journal: Journal;
  readonly clients: Clients;
  readonly recorder: Recorder;
  readonly plans: readonly ExpectationPlan[];
  readonly watch: WatchPlan;
  /** Open runbook links that lead elsewhere. */
  readonly checkLinks: boolean;
  /** What has happened so far. */
  story(): Story;
  /** Aborted by Ctrl-C, a lost guardian or a journal that cannot be written. */
  readonly signal: AbortSignal;
}

/** An expectation with what the configuration implies for it. */
export interface ExpectationPlan {
  readonly expectation: Expectation;
  /** Absent if neither the rule files nor Prometheus have a rule of that name. */
  readonly rule?: AlertRule;
  readonly detection?: WayBounds<DetectionBounds>;
  readonly resolution?: WayBounds<ResolutionBounds>;
  /** From injection: by when the alert has fired and, if asked for, was notified. Absent without a rule. */
  readonly budgetMs?: Milliseconds;
}

/** The longest of several spans, 0 for none. */
export const longest = (spans: readonly (Milliseconds | undefined)[]): Milliseconds =>
  Math.max(0, ...spans.map((span) => span ?? 0));
