import type { Milliseconds } from '../../core/time.js';
import { undetected, unrecovered, waitsFor } from '../story/waiting.js';
import { loadRecords } from './before.js';
import { recovered } from './conditions.js';
import { longest, type RunContext } from './context.js';
import { inPhase, waitUntil } from './wait.js';

/**
 * Waits until every expectation's alert has done what it should, or the last budget has expired. With `untilMs` (engine's clock) it waits until
 * then, whatever the alerts do. Expectations count from their own fault: one whose fault is still to come is not waited for.
 */
export async function detect(context: RunContext, untilMs: Milliseconds = Infinity): Promise<void> {
  const { clock, story } = context;
  const deadline = untilMs < Infinity ? untilMs : lastBudget(context);
  await inPhase(context, 'detect', () =>
    waitUntil(context, Math.max(0, deadline - clock.now()), () => {
      const injected = story().expectations.filter(({ injectedAt }) => injectedAt !== undefined);
      const pending = waitsFor({ expectations: injected }, undetected);
      // Nothing else is left to do before the next step of the timeline.
      return pending ?? (untilMs < Infinity ? 'the next step of the timeline' : undefined);
    }),
  );
}

/** When the time of the last expectation is up. */
function lastBudget({ plans, story }: RunContext): Milliseconds {
  const budgets = new Map(plans.map(({ expectation, budgetMs }) => [expectation.id, budgetMs]));
  const ends = story().expectations.flatMap(({ expectation, injectedAt }) => {
    const budgetMs = budgets.get(expectation.id);
    return injectedAt === undefined || budgetMs === undefined ? [] : [injectedAt + budgetMs];
  });
  return Math.max(0, ...ends);
}

/** By when the alerts have resolved and the resolutions are delivered, from the repair, as the configuration in force implies. */
export const resolutionCeilingMs = ({ plans }: Pick<RunContext, 'plans'>): Milliseconds =>
  longest(plans.map(({ resolution }) => resolution?.inForce.ceilingMs));

/**
 * Waits until the alerts are resolved, the resolutions delivered and the steady state holds again, or the time allowed is over, and writes
 * the steady state that it found.
 */
export async function recover(context: RunContext, undoneAt: Milliseconds): Promise<void> {
  const { scenario, journal, clock, story, clients } = context;
  const limitMs = undoneAt + scenario.recoverWithinMs + resolutionCeilingMs(context) - clock.now();
  const steady = () => recovered(loadRecords(context), undoneAt, scenario.steadyState);
  await inPhase(context, 'recover', () =>
    waitUntil(context, Math.max(0, limitMs), () => {
      const unsteady = clients.load && !steady().holds ? 'the steady state' : undefined;
      const reasons = [waitsFor(story(), unrecovered), unsteady];
      return reasons.filter((reason) => reason !== undefined).join('; ') || undefined;
    }),
  );
  if (clients.load) await journal.append({ type: 'steady', moment: 'after', ...steady() });
}
