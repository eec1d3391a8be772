import type { Milliseconds } from '../../core/time.js';
import type { Pipeline } from '../../stack/alerting/pipeline.js';
import type { Scenario } from '../model/scenario.js';
import type { ExpectationPlan } from '../run/context.js';
import { longest } from '../run/context.js';
import { preflightLimitMs, quietLimitMs, quietMs } from '../run/limits.js';
import type { SilencePlan, WatchPlan } from '../run/plan-watch.js';
import { schedule } from '../run/schedule.js';

/** How long something takes at least and at most. */
export interface Span {
  readonly leastMs: Milliseconds;
  readonly mostMs: Milliseconds;
}

/** The parts of a run, in order. What injecting, proving and undoing take comes on top. */
export interface Spans {
  /** Preflight, quiet, and the steady state before the fault. */
  readonly quiet: Span;
  /** From the first fault to the repair: the timeline, and the detection of every expected alert. */
  readonly incident: Span;
  /** From the repair until the alerts have resolved and the steady state holds again. */
  readonly wayBack: Span;
  readonly total: Span;
}

/** One speed's view of a scenario. */
export interface SpansOf {
  readonly pipeline: Pipeline;
  readonly plans: readonly Timed[];
  readonly watch: WatchPlan;
}

/** An expectation with its bounds at one speed. */
export interface Timed {
  readonly expectation: ExpectationPlan['expectation'];
  readonly detection?: { readonly floorMs: Milliseconds; readonly parts: { readonly groupIntervalMs: Milliseconds } };
  readonly resolution?: { readonly floorMs: Milliseconds; readonly ceilingMs: Milliseconds };
  readonly budgetMs?: Milliseconds;
}

/** How long a run of a scenario takes at one speed: at least, if all goes well; at most, after which it gives up waiting. */
export function spansOf(scenario: Scenario, { pipeline, plans, watch }: SpansOf): Spans {
  const quiet = quietSpan(scenario, { pipeline, plans, watch });
  const incident = incidentSpan(scenario, { plans, watch });
  const wayBack = {
    leastMs: Math.max(0, ...plans.map(({ resolution }) => resolution?.floorMs ?? 0)),
    mostMs:
      waitsMs(scenario) +
      scenario.recoverWithinMs +
      longest([
        ...plans.map(({ resolution }) => resolution?.ceilingMs),
        ...watch.silences.map((silence) => 2 * periodOf(silence)),
      ]),
  };
  const parts = [quiet, incident, wayBack];
  const sum = (pick: (span: Span) => Milliseconds) => parts.reduce((ms, span) => ms + pick(span), 0);
  return { quiet, incident, wayBack, total: { leastMs: sum(({ leastMs }) => leastMs), mostMs: sum(({ mostMs }) => mostMs) } };
}

// Of the repair's own steps only waiting has a limit that is known.
const waitsMs = ({ remediate = [] }: Scenario): Milliseconds =>
  remediate.reduce((ms, step) => ms + (step.kind === 'wait' ? step.withinMs : 0), 0);

function quietSpan({ steadyState, load }: Scenario, { pipeline, plans, watch }: SpansOf): Span {
  const drainMs = longest(plans.map(({ detection }) => detection?.parts.groupIntervalMs));
  const requestsMs = (steadyState.minRequests / load.rate) * 1_000;
  return {
    leastMs: Math.max(quietMs(pipeline), requestsMs),
    mostMs: preflightLimitMs(pipeline) + quietLimitMs(pipeline, drainMs) + longest(watch.silences.map(periodOf)),
  };
}

const periodOf = ({ bounds }: SilencePlan): Milliseconds => bounds?.inForce.periodMs ?? 0;

function incidentSpan({ faults }: Scenario, { plans, watch }: Pick<SpansOf, 'plans' | 'watch'>): Span {
  const steps = schedule(faults);
  const first = steps[0]?.atMs ?? 0;
  const last = steps.at(-1)?.atMs ?? 0;
  const startOf = ({ after }: { readonly after?: string }) => faults.find(({ id }) => id === after)?.atMs ?? first;
  const watched = last + (watch.watchMs ?? 0);
  const ends = (pick: (plan: Timed) => Milliseconds | undefined, silent: (plan: SilencePlan) => Milliseconds | undefined) =>
    Math.max(watched, ...plans.flatMap((plan) => pick(plan) ?? []), ...watch.silences.flatMap((plan) => silent(plan) ?? []));
  return {
    leastMs: ends(
      (plan) => plan.detection && startOf(plan.expectation) + plan.detection.floorMs,
      ({ expectation, bounds }) => bounds && startOf(expectation) + bounds.inForce.floorMs,
    ),
    mostMs: ends(
      ({ expectation, budgetMs }) => (budgetMs === undefined ? undefined : startOf(expectation) + budgetMs),
      ({ expectation, budgetMs }) => (budgetMs === undefined ? undefined : startOf(expectation) + budgetMs),
    ),
  };
}
