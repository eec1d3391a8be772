import { formatSpan } from '../../core/duration.js';
import type { WatchPlan } from '../../scenarios/run/plan-watch.js';

/** What must fall silent or must not fire, as lines of a dry run. */
export const watchLines = ({ silences, forbidden, watchMs }: WatchPlan): readonly string[] => [
  ...silences.map(({ expectation: { alert, after = 'the fault' }, bounds, budgetMs }) => {
    const { floorMs, ceilingMs } = bounds?.inForce ?? {};
    const when =
      floorMs === undefined || ceilingMs === undefined
        ? ''
        : ` between ${formatSpan(floorMs)} and ${formatSpan(ceilingMs)} after ${after}`;
    const within = budgetMs === undefined ? '' : `  # within ${formatSpan(budgetMs)}`;
    return `expect  ${alert} falls silent${when}, and is heard again after the repair${within}`;
  }),
  ...(forbidden.length === 0 ? [] : [`forbid  ${forbidden.map(({ alert }) => alert).join(', ')}`]),
  ...(watchMs === undefined ? [] : [`watch   ${formatSpan(watchMs)} from the last injection: nothing else may fire`]),
];

/** The same as data; what the file does not say is absent. */
export const watchDocument = ({ silences, forbidden, watchMs }: WatchPlan) => ({
  ...(silences.length > 0 && {
    silences: silences.map(({ expectation: { id, alert }, bounds, budgetMs }) => ({
      id,
      alert,
      ...(bounds && { floorMs: bounds.inForce.floorMs, ceilingMs: bounds.inForce.ceilingMs }),
      ...(budgetMs !== undefined && { budgetMs }),
    })),
  }),
  ...(forbidden.length > 0 && { forbid: forbidden.map(({ alert }) => alert) }),
  ...(watchMs !== undefined && { watchMs }),
});
