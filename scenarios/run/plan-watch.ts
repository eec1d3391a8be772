import type { Milliseconds } from '../../core/time.js';
import type { AlertRule, SilenceBounds } from '../../stack/alerting/model.js';
import type { Pipeline } from '../../stack/alerting/pipeline.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Scenario, SilenceExpectation } from '../model/scenario.js';
import { budgetOf, GRACE_MS, longestCeilingOf, rulesOf, silenceBoundsOf } from '../story/bounds.js';
import type { WayBounds } from '../story/stages.js';

/** What a run watches besides the alerts that must fire. */
export interface WatchPlan {
  readonly silences: readonly SilencePlan[];
  /** The rules of the alerts that must not fire. */
  readonly forbidden: readonly ForbiddenPlan[];
  /** How long, from the last injection, nothing that is not expected may fire, in this run; absent: until everything expected has come. */
  readonly watchMs?: Milliseconds;
}

/** An expected silence with what the configuration implies for it. */
export interface SilencePlan {
  readonly expectation: SilenceExpectation;
  /** Absent if no rule has the name, or no channel carries its messages. */
  readonly bounds?: WayBounds<SilenceBounds>;
  readonly budgetMs?: Milliseconds;
}

/** An alert that must not fire, with its rule if there is one. */
export interface ForbiddenPlan {
  readonly alert: string;
  readonly rule?: AlertRule;
}

type System = Pick<Supervised, 'pipeline' | 'production' | 'speed'>;

/** Joins what must not happen, or must fall silent, with rules, routes and bounds. Pure. */
export function planWatch(scenario: Scenario, system: System): WatchPlan {
  const watchMs = watchOf(scenario, system);
  return {
    silences: (scenario.silences ?? []).map((expectation) => planSilence(expectation, system)),
    forbidden: (scenario.forbid ?? []).map((alert) => {
      const [rule] = rulesOf({ alert, labels: {} }, system.pipeline.rules);
      return { alert, ...(rule && { rule }) };
    }),
    ...(watchMs !== undefined && { watchMs }),
  };
}

function planSilence(expectation: SilenceExpectation, { pipeline, production, speed }: System): SilencePlan {
  const inForce = silenceBoundsOf(expectation.alert, pipeline);
  const bounds = inForce && { inForce, production: silenceBoundsOf(expectation.alert, production) ?? inForce };
  const budgetMs = budgetOf(expectation, speed, bounds);
  return { expectation, ...(bounds && { bounds }), ...(budgetMs !== undefined && { budgetMs }) };
}

/**
 * Nothing fires at once: to say that nothing did takes as long as the slowest rule may take. An alert that is allowed need not be waited for.
 * `watch` is production time and shrinks as that longest ceiling does.
 */
function watchOf({ expect, silences = [], allow, forbid = [], watchMs }: Scenario, { pipeline, production, speed }: System) {
  const nothingMayFire = expect.length === 0 && silences.length === 0;
  if (watchMs === undefined && !nothingMayFire && forbid.length === 0) return undefined;
  const watched = ({ name }: AlertRule) => (nothingMayFire ? !allow.includes(name) : forbid.includes(name));
  const ceilingOf = (of: Pipeline) => ({ ceilingMs: longestCeilingOf(of, watchMs === undefined ? watched : () => true) });
  const ceilings: WayBounds<{ readonly ceilingMs: Milliseconds }> = {
    inForce: ceilingOf(pipeline),
    production: ceilingOf(production),
  };
  return watchMs === undefined ? ceilings.inForce.ceilingMs + GRACE_MS : budgetOf({ withinMs: watchMs }, speed, ceilings);
}
