import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { stepText } from '../conditions/step-words.js';
import { abortText, conditionText } from '../conditions/words.js';
import { faultText } from '../faults/registry.js';
import type { Known } from '../language/known.js';
import { expectationSentence, listText } from '../language/sentences.js';
import type { FaultSpec } from '../model/fault.js';
import type { Scenario } from '../model/scenario.js';
import type { ExpectationPlan } from '../run/context.js';
import { planExpectations } from '../run/plan.js';
import { schedule } from '../run/schedule.js';
import { budgetOf } from '../story/bounds.js';
import { type Span, type Spans, spansOf, type Timed } from './spans.js';

/** What a run of a scenario will do, how long it takes, and what it will judge. */
export interface Explanation {
  readonly scenario: string;
  readonly title: string;
  /** Factor of time compression of the drill. */
  readonly speed: number;
  /** In order: when, and what happens then. */
  readonly course: readonly { readonly when: string; readonly what: string }[];
  readonly durations: { readonly drill: Spans; readonly production: Spans };
  readonly judged: readonly Judged[];
  readonly runbook?: string;
}

/** A sentence that the run will judge, with its times. */
export interface Judged {
  readonly sentence: string;
  readonly drill?: Times;
  readonly production?: Times;
}

/** When an alert is due, from its fault, and when its end is, from the repair. */
export interface Times {
  readonly detected: Span;
  readonly resolved?: Span;
}

/** What a scenario would run on: a deployed system, or the shipped configuration. */
export type ExplainedSystem = Pick<Known, 'pipeline' | 'production'> & { readonly speed: number };

/** Explains a scenario. Pure. */
export function explain(scenario: Scenario, system: ExplainedSystem): Explanation {
  const plans = planExpectations(scenario, system);
  const [drill, production] = [plans.map(inDrill), plans.map(inProduction)];
  return {
    scenario: scenario.name,
    title: scenario.title,
    speed: system.speed,
    course: courseOf(scenario),
    durations: {
      drill: spansOf(scenario, { pipeline: system.pipeline, plans: drill }),
      production: spansOf(scenario, { pipeline: system.production, plans: production }),
    },
    judged: [
      ...plans.map((plan, i) => judgedOf(plan, drill[i] as Timed, production[i] as Timed)),
      { sentence: others(scenario) },
      { sentence: `The steady state holds again within ${formatSpan(scenario.recoverWithinMs)} of the repair` },
    ],
    ...(scenario.runbook !== undefined && { runbook: scenario.runbook }),
  };
}

const inDrill = ({ expectation, detection, resolution, budgetMs }: ExpectationPlan): Timed => ({
  expectation,
  ...(detection && { detection: detection.inForce }),
  ...(resolution && { resolution: resolution.inForce }),
  ...(budgetMs !== undefined && { budgetMs }),
});

function inProduction({ expectation, detection, resolution }: ExpectationPlan): Timed {
  const bounds = detection && { inForce: detection.production, production: detection.production };
  const budgetMs = budgetOf(expectation, 1, bounds);
  return {
    expectation,
    ...(detection && { detection: detection.production }),
    ...(resolution && { resolution: resolution.production }),
    ...(budgetMs !== undefined && { budgetMs }),
  };
}

function judgedOf({ expectation }: ExpectationPlan, drill: Timed, production: Timed): Judged {
  const times = ({ detection, resolution, budgetMs }: Timed): Times | undefined =>
    detection && budgetMs !== undefined
      ? {
          detected: { leastMs: Math.max(detection.floorMs, 0), mostMs: budgetMs },
          ...(resolution &&
            expectation.resolves && { resolved: { leastMs: resolution.floorMs, mostMs: resolution.ceilingMs } }),
        }
      : undefined;
  const [inDrillTime, inProductionTime] = [times(drill), times(production)];
  return {
    sentence: expectationSentence(expectation, undefined),
    ...(inDrillTime && { drill: inDrillTime }),
    ...(inProductionTime && { production: inProductionTime }),
  };
}

function others({ allow }: Scenario): string {
  const exception = allow.length === 0 ? '' : `, but ${listText(allow)} may`;
  return `No other alert fires unmuted${exception}`;
}

const QUIET = 'wait until nothing unexpected has been pending or firing in three evaluations';

function courseOf(scenario: Scenario): Explanation['course'] {
  const { steadyState, load, faults, recoverWithinMs, exclusive, abort = [], recoverConditions = [] } = scenario;
  const paths = load.paths.length === 0 ? '' : ` of ${listText(load.paths)}`;
  const at = (when: string) => (what: string) => ({ when, what });
  return [
    ...(exclusive ? [at('before')('keep other runs away from the engine, and go away if there is one')] : []),
    at('before')(
      `${QUIET}, and of ${steadyState.minRequests} requests or more ${percent(steadyState.minGoodRatio)} are good` +
        ` (${load.rate} requests a second${paths}); else nothing is injected`,
    ),
    ...(steadyState.conditions ?? []).map((one) => at('before')(`and until ${conditionText(one)}`)),
    ...schedule(faults).map(({ atMs, action, fault }) =>
      at(momentOf(atMs))(action === 'inject' ? lasting(fault) : faultText(fault, 'repair')),
    ),
    ...abort.map((one) => at('meanwhile')(`end the run at once ${abortText(one)}`)),
    ...repairOf(scenario).map(at('repair')),
    at('after')(
      `wait until the alerts have resolved, and the steady state holds again: ${formatSpan(recoverWithinMs)} beside the time that the alerts need`,
    ),
    ...recoverConditions.map((one) => at('after')(`and until ${conditionText(one)}`)),
  ];
}

// What the steps leave in place is undone anyway, but they come first.
function repairOf({ faults, remediate }: Scenario): readonly string[] {
  if (remediate) return remediate.map(stepText);
  return faults
    .filter(({ forMs }) => forMs === undefined)
    .toReversed()
    .map((fault) => faultText(fault, 'repair'));
}

const lasting = (fault: FaultSpec): string =>
  `${faultText(fault, 'plan')}${fault.forMs === undefined ? '' : `, for ${formatSpan(fault.forMs)}`}`;

const momentOf = (ms: Milliseconds): string => (ms === 0 ? '0 s' : formatSpan(ms));

const percent = (ratio: number): string => `${Number((ratio * 100).toFixed(2))} %`;
