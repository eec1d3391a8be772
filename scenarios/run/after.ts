import type { Milliseconds } from '../../core/time.js';
import { windowFillOf } from '../../stack/alerting/window-fill.js';
import { buildTimeline } from '../story/timeline.js';
import { loadRecords } from './before.js';
import { type Steadiness, steadiness } from './conditions.js';
import type { RunContext } from './context.js';
import { cachedByLength, firstPending, longest, undetected, unrecovered } from './progress.js';
import { inPhase, waitUntil } from './wait.js';

/** Waits until every expectation's alert has done what it should, or the last budget has passed. */
export async function detect(context: RunContext, injectedAt: Milliseconds): Promise<void> {
  const { scenario, plans, journal, clock } = context;
  const timeline = cachedByLength(journal.lines, buildTimeline);
  const limitMs = injectedAt + longest(plans.map(({ budgetMs }) => budgetMs)) - clock.now();
  await inPhase(context, 'detect', () =>
    waitUntil(context, Math.max(0, limitMs), () => firstPending(scenario, timeline(), undetected)),
  );
}

/** By when the alerts have resolved and the resolutions are delivered, from the repair, as the configuration in force implies. */
export function resolutionCeilingMs({ plans, supervised }: Pick<RunContext, 'plans' | 'supervised'>): Milliseconds {
  return longest(
    plans.map(({ rule, inForce }) => {
      if (!rule || !inForce) return 0;
      const { parts } = inForce;
      // The window drains as it filled, but to its last bad sample; then the rule keeps firing.
      const drainMs = rule.keepFiringForMs + windowFillOf(rule.expr).worstMs;
      return (
        drainMs + parts.scrapeMs + 2 * parts.evaluationMs + parts.groupWaitMs + parts.groupIntervalMs + supervised.deliveryMs
      );
    }),
  );
}

/**
 * Waits until the alerts are resolved, the resolutions delivered and the steady state holds again, or the time for it has passed, and writes
 * the steady state found.
 */
export async function recover(context: RunContext, undoneAt: Milliseconds): Promise<void> {
  const { scenario, journal, clock } = context;
  const timeline = cachedByLength(journal.lines, buildTimeline);
  const limitMs = undoneAt + scenario.recoverWithinMs + resolutionCeilingMs(context) - clock.now();
  const steady = (): Steadiness => {
    const records = loadRecords(context);
    // From the last second in which a user was let down: recovery is what holds since.
    const lastBad = records.filter(({ failed }) => failed > 0).at(-1)?.second;
    return steadiness(records, Math.max(undoneAt, ((lastBad ?? 0) + 1) * 1_000), scenario.steadyState);
  };
  await inPhase(context, 'recover', () =>
    waitUntil(context, Math.max(0, limitMs), () => {
      const reasons = [firstPending(scenario, timeline(), unrecovered), steady().holds ? undefined : 'the steady state'];
      return reasons.filter((reason) => reason !== undefined).join('; ') || undefined;
    }),
  );
  await journal.append({ type: 'steady', moment: 'after', ...steady() });
}
