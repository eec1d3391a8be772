import type { Milliseconds } from '../../core/time.js';
import type { Pipeline } from '../../stack/alerting/pipeline.js';
import type { Scenario } from '../model/scenario.js';
import type { ExpectationPlan } from '../run/context.js';
import { longest } from '../run/context.js';
import { preflightLimitMs, quietLimitMs, quietMs } from '../run/limits.js';
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
}

/** An expectation with its bounds at one speed. */
export interface Timed {
  readonly expectation: ExpectationPlan['expectation'];
  readonly detection?: { readonly floorMs: Milliseconds; readonly parts: { readonly groupIntervalMs: Milliseconds } };
  readonly resolution?: { readonly floorMs: Milliseconds; readonly ceilingMs: Milliseconds };
  readonly budgetMs?: Milliseconds;
}

/** How long a run of a scenario takes at one speed: at least, if all goes well; at most, after which it gives up waiting. */
export function spansOf(scenario: Scenario, { pipeline, plans }: SpansOf): Spans {
  const quiet = quietSpan(scenario, { pipeline, plans });
  const incident = incidentSpan(scenario, plans);
  const wayBack = {
    leastMs: Math.max(0, ...plans.map(({ resolution }) => resolution?.floorMs ?? 0)),
    mostMs: waitsMs(scenario) + scenario.recoverWithinMs + longest(plans.map(({ resolution }) => resolution?.ceilingMs)),
  };
  const parts = [quiet, incident, wayBack];
  const sum = (pick: (span: Span) => Milliseconds) => parts.reduce((ms, span) => ms + pick(span), 0);
  return { quiet, incident, wayBack, total: { leastMs: sum(({ leastMs }) => leastMs), mostMs: sum(({ mostMs }) => mostMs) } };
}

// Of the repair's own steps only waiting has a limit that is known.
const waitsMs = ({ remediate = [] }: Scenario): Milliseconds =>
  remediate.reduce((ms, step) => ms + (step.kind === 'wait' ? step.withinMs : 0), 0);

function quietSpan({ steadyState, load }: Scenario, { pipeline, plans }: SpansOf): Span {
  const drainMs = longest(plans.map(({ detection }) => detection?.parts.groupIntervalMs));
  const requestsMs = (steadyState.minRequests / load.rate) * 1_000;
  return {
    leastMs: Math.max(quietMs(pipeline), requestsMs),
    mostMs: preflightLimitMs(pipeline) + quietLimitMs(pipeline, drainMs),
  };
}

function incidentSpan({ faults }: Scenario, plans: readonly Timed[]): Span {
  const steps = schedule(faults);
  const first = steps[0]?.atMs ?? 0;
  const last = steps.at(-1)?.atMs ?? 0;
  const startOf = ({ expectation }: Timed) => faults.find(({ id }) => id === expectation.after)?.atMs ?? first;
  const ends = (pick: (plan: Timed) => Milliseconds | undefined) =>
    Math.max(last, ...plans.flatMap((plan) => pick(plan) ?? []));
  return {
    leastMs: ends((plan) => plan.detection && startOf(plan) + plan.detection.floorMs),
    mostMs: ends((plan) => (plan.budgetMs === undefined ? undefined : startOf(plan) + plan.budgetMs)),
  };
}
