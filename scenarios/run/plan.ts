import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Expectation, Scenario } from '../model.js';
import { budgetOf, expectationBounds, type PipelineConfig, rulesOf } from '../story/bounds.js';
import type { ExpectationPlan } from './context.js';

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
  const atProduction = expectationBounds(expectation, production) ?? bounds;
  const both = bounds && atProduction && { inForce: bounds, production: atProduction };
  const budgetMs = budgetOf(expectation, speed, both) ?? 0;
  return {
    expectation,
    ...(rule && { rule }),
    ...(bounds && { inForce: bounds }),
    ...(atProduction && { production: atProduction }),
    budgetMs,
  };
}
