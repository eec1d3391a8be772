import { scaleDuration } from '../../stack/alerting/compress.js';
import type { Supervised } from '../../stack/supervised.js';
import { expectationBounds, type PipelineConfig, rulesOf } from '../bounds.js';
import type { Expectation, Scenario } from '../model.js';
import type { ExpectationPlan } from './context.js';

/** Added to the ceiling where an expectation names no time: polling and clock uncertainty. */
const GRACE_MS = 1_000;

/** Joins every expectation with its rule and bounds. Pure. */
export function planExpectations(scenario: Scenario, supervised: Supervised): readonly ExpectationPlan[] {
  const { rules, alertmanagerConfig, times, deliveryMs, name } = supervised;
  const externalLabels = { stack: name };
  const inForce: PipelineConfig = { rules, alertmanager: alertmanagerConfig, times, deliveryMs, externalLabels };
  const production: PipelineConfig = {
    rules: supervised.productionRules,
    alertmanager: supervised.productionAlertmanagerConfig,
    times: supervised.productionTimes,
    deliveryMs,
    externalLabels,
  };
  return scenario.expect.map((expectation) => planExpectation(expectation, { inForce, production, speed: supervised.speed }));
}

function planExpectation(
  expectation: Expectation,
  {
    inForce,
    production,
    speed,
  }: { readonly inForce: PipelineConfig; readonly production: PipelineConfig; readonly speed: number },
): ExpectationPlan {
  const [rule] = rulesOf(expectation, inForce.rules);
  const bounds = expectationBounds(expectation, inForce);
  const { withinMs } = expectation;
  const budgetMs = withinMs === undefined ? (bounds?.ceilingMs ?? 0) + GRACE_MS : scaleDuration(withinMs, speed);
  const atProduction = expectationBounds(expectation, production) ?? bounds;
  return {
    expectation,
    ...(rule && { rule }),
    ...(bounds && { inForce: bounds }),
    ...(atProduction && { production: atProduction }),
    budgetMs,
  };
}
