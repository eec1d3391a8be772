import type { Milliseconds } from '../../core/time.js';
import type { Outcome } from '../../scenarios/model/verdict.js';

/** How a run stands: its outcome, or that its journal just stops. */
export type RunState = Outcome | 'unfinished';

/** One line about a run, for lists and comparisons. */
export interface RunSummary {
  readonly run: string;
  readonly scenario: string;
  readonly outcome: RunState;
  /** Epoch ms. */
  readonly startedAt: Milliseconds;
  readonly durationMs?: Milliseconds;
  /** The run's folder. */
  readonly dir: string;
  /** From injection until the slowest of the expected messages had arrived. */
  readonly detectedMs?: Milliseconds;
  readonly speed?: number;
}
