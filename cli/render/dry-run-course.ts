import { formatSpan } from '../../core/duration.js';
import { stepText } from '../../scenarios/conditions/step-words.js';
import { abortText, conditionText } from '../../scenarios/conditions/words.js';
import { isOrdinary, loadText } from '../../scenarios/language/load-text.js';
import type { Scenario } from '../../scenarios/model/scenario.js';

/** What must hold before the faults, and what would end the run, as lines of a dry run. */
export const courseBefore = ({ exclusive, steadyState, load, abort = [] }: Scenario): readonly string[] => [
  ...(exclusive ? ['needs   the engine for itself: no other run at the same time'] : []),
  ...(isOrdinary(load) ? [] : [`load    ${loadText(load)}`]),
  ...(steadyState.conditions ?? []).map((condition) => `steady  ${conditionText(condition)}`),
  ...abort.map((condition) => `abort   ${abortText(condition)}`),
];

/** The repair and the recovery, as lines of a dry run; empty if the file says nothing about them. */
export const courseAfter = ({ remediate = [], recoverConditions = [], recoverWithinMs }: Scenario): readonly string[] => [
  ...remediate.map((step) => `repair  ${stepText(step)}`),
  ...recoverConditions.map((condition) => `recover ${conditionText(condition)}  # within ${formatSpan(recoverWithinMs)}`),
];

/** The same as data; what the file does not say is absent. */
export const courseDocument = ({ exclusive, steadyState, load, abort, remediate, recoverConditions }: Scenario) => ({
  ...(exclusive && { exclusive }),
  ...(!isOrdinary(load) && { load }),
  ...(steadyState.conditions && { steadyState: steadyState.conditions.map(conditionText) }),
  ...(abort && { abort: abort.map(abortText) }),
  ...(remediate && { remediate: remediate.map(stepText) }),
  ...(recoverConditions && { recover: recoverConditions.map(conditionText) }),
});
