import { formatSpan } from '../../../core/duration.js';
import { conditionText } from '../../conditions/words.js';
import type { Condition } from '../../model/condition.js';
import type { RemediationStep } from '../../model/remediation.js';
import type { RunContext } from '../context.js';
import { readCondition } from '../read-condition.js';
import { waitUntil } from '../wait.js';
import { watchConditions } from '../watch-conditions.js';
import type { StepResult } from './result.js';

/** Waits until a condition holds. That it does not is a failure of the repair; that it cannot be said is unknown. */
export async function waitStep(
  context: RunContext,
  { condition, withinMs }: Extract<RemediationStep, { kind: 'wait' }>,
): Promise<StepResult> {
  const { clock } = context;
  const start = clock.now();
  const read = (one: Condition) => readCondition(context, one);
  const watch = watchConditions([condition], { clock, read });
  const seen = () => watch.found(start)[0] ?? { state: 'unknown' as const, value: 'not looked at' };
  const text = conditionText(condition);
  try {
    const held = await waitUntil(context, withinMs, () => (seen().state === 'holds' ? undefined : `the repair: ${text}`));
    const { state, value } = seen();
    if (held) return { result: 'done', effect: value };
    return { result: state === 'unknown' ? 'unknown' : 'failed', effect: `${value}, after ${formatSpan(withinMs)}` };
  } finally {
    watch.stop();
  }
}
