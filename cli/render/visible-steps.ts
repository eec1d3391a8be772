import { isOver, type Step } from './view-model.js';

/** The steps that fit into `room` lines: finished ones are dropped first, oldest first; failures stay. */
export function visibleSteps(
  steps: readonly Step[],
  room: number,
): { readonly hidden: number; readonly shown: readonly Step[] } {
  if (steps.length <= room) return { hidden: 0, shown: steps };
  // One line says how many are hidden.
  const surplus = steps.length - room + 1;
  const finished = steps
    .filter((step) => isOver(step.status) && step.status !== 'failed')
    .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
    .slice(0, surplus);
  const gone = new Set(finished.map((step) => step.subject));
  return { hidden: gone.size, shown: steps.filter((step) => !gone.has(step.subject)) };
}
