import type { Milliseconds } from '../../core/time.js';
import type { Condition } from '../model/condition.js';
import { SOURCE_NAMES } from '../observe/memory.js';
import { DETECTION, RECOVERY, waitsFor } from '../story/waiting.js';
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
  const watchedUntil = watchEnd(context);
  const deadline = untilMs < Infinity ? untilMs : Math.max(lastBudget(context), watchedUntil);
  await inPhase(context, 'detect', () =>
    waitUntil(context, Math.max(0, deadline - clock.now()), () => {
      const { expectations, silences } = story();
      const injected = {
        expectations: expectations.filter(({ injectedAt }) => injectedAt !== undefined),
        silences: silences.filter(({ injectedAt }) => injectedAt !== undefined),
      };
      const pending = waitsFor(injected, DETECTION);
      if (pending !== undefined) return pending;
      // Nothing else is left to do before the next step of the timeline.
      if (untilMs < Infinity) return 'the next step of the timeline';
      return clock.now() < watchedUntil ? 'alerts that must not fire' : undefined;
    }),
  );
}

/** When the time of the last expectation is up. */
function lastBudget({ plans, watch, story }: RunContext): Milliseconds {
  const budgets = new Map([...plans, ...watch.silences].map(({ expectation, budgetMs }) => [expectation.id, budgetMs]));
  const { expectations, silences } = story();
  const ends = [...expectations, ...silences].flatMap(({ expectation, injectedAt }) => {
    const budgetMs = budgets.get(expectation.id);
    return injectedAt === undefined || budgetMs === undefined ? [] : [injectedAt + budgetMs];
  });
  return Math.max(0, ...ends);
}

/** Until when nothing that is not expected may fire; 0 if that is not waited for. */
function watchEnd({ watch: { watchMs }, story }: RunContext): Milliseconds {
  const injected = story().faults.flatMap(({ injectedAt }) => injectedAt ?? []);
  return watchMs === undefined || injected.length === 0 ? 0 : Math.max(...injected) + watchMs;
}

/** By when the alerts have resolved and the resolutions are delivered, from the repair, as the configuration in force implies. */
export const resolutionCeilingMs = ({ plans, watch }: Pick<RunContext, 'plans' | 'watch'>): Milliseconds =>
  longest([
    ...plans.map(({ resolution }) => resolution?.inForce.ceilingMs),
    // What was silent is heard again one period later.
    ...watch.silences.map(({ bounds }) => bounds && 2 * bounds.inForce.periodMs),
  ]);

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
      const unsteady = steady().holds ? undefined : 'the steady state';
      const reasons = [waitsFor(story(), RECOVERY), unseeing(context), unsteady];
      return reasons.filter((reason) => reason !== undefined).join('; ') || undefined;
    }),
  ).finally(watch.stop);
  const found = steady();
  // With neither a load source nor conditions there is no steady state to judge.
  if (clients.load || found.conditions) await journal.append({ type: 'steady', moment: 'after', ...found });
}

// A part of the monitoring that was the victim must see again before the evidence is collected.
function unseeing({ recorder }: RunContext): string | undefined {
  const { sources } = recorder.latest().monitoring;
  const silent = (['prometheus', 'alertmanager'] as const).filter((source) => sources[source] !== 'ok');
  return silent.length === 0 ? undefined : `${silent.map((source) => SOURCE_NAMES[source]).join(' and ')} to answer`;
}
