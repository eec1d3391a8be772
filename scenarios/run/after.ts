import type { Milliseconds } from '../../core/time.js';
import type { Condition } from '../model/condition.js';
import { undetected, unrecovered, waitsFor } from '../story/waiting.js';
import { loadRecords } from './before.js';
import { recovered, withConditions } from './conditions.js';
import { longest, type RunContext } from './context.js';
import { readCondition } from './read-condition.js';
import { inPhase, waitUntil } from './wait.js';
import { watchConditions } from './watch-conditions.js';

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
  const { recoverConditions, steadyState } = scenario;
  const limitMs = undoneAt + scenario.recoverWithinMs + resolutionCeilingMs(context) - clock.now();
  const read = (condition: Condition) => readCondition(context, condition);
  const watch = watchConditions(recoverConditions ?? steadyState.conditions ?? [], { clock, read });
  const steady = () => {
    const load = clients.load && recovered(loadRecords(context), undoneAt, steadyState);
    return withConditions(load, watch.found(undoneAt));
  };
  await inPhase(context, 'recover', () =>
    waitUntil(context, Math.max(0, limitMs), () => {
      const reasons = [waitsFor(story(), unrecovered), steady().holds ? undefined : 'the steady state'];
      return reasons.filter((reason) => reason !== undefined).join('; ') || undefined;
    }),
  ).finally(watch.stop);
  const found = steady();
  // With neither a load source nor conditions there is no steady state to judge.
  if (clients.load || found.conditions) await journal.append({ type: 'steady', moment: 'after', ...found });
}
