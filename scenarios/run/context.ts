import type { Clock, Milliseconds } from '../../core/time.js';
import type { AlertRule, DetectionBounds } from '../../stack/alerting/model.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Expectation, Scenario } from '../model.js';
import type { Clients } from '../observe/clients.js';
import type { Recorder } from '../observe/recorder.js';
import type { Journal } from '../record/journal.js';

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
  /** Aborted by Ctrl-C, a lost guardian or a journal that cannot be written. */
  readonly signal: AbortSignal;
}

/** An expectation with what the configuration in force says about it. */
export interface ExpectationPlan {
  readonly expectation: Expectation;
  /** Absent where no rule in force has the name. */
  readonly rule?: AlertRule;
  readonly inForce?: DetectionBounds;
  readonly production?: DetectionBounds;
  /** From injection: by when the alert has fired and, where asked, was notified. Scaled to the speed in force. */
  readonly budgetMs: Milliseconds;
}
