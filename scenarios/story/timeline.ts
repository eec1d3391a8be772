import type { Milliseconds } from '../../core/time.js';
import type { FaultStory } from './story.js';

/**
 * The last step of a timeline that a run has taken: an injection, or the end of a fault that ends by itself, which may raise an alert as well. The repair is
 * not among them. `undefined` while a step is still to come.
 */
export function lastStepAt(faults: readonly FaultStory[]): Milliseconds | undefined {
  const steps = faults.flatMap(({ spec, injectedAt, undoneAt }) => [
    injectedAt,
    ...(spec.forMs === undefined ? [] : [undoneAt]),
  ]);
  return steps.length === 0 || steps.includes(undefined) ? undefined : Math.max(...(steps as Milliseconds[]));
}
