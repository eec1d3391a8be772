import type { Pipeline } from '../../stack/alerting/pipeline.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Expectation, Scenario } from '../model/scenario.js';
import { budgetOf, detectionBoundsOf, resolutionBoundsOf, rulesOf } from '../story/bounds.js';
import type { ExpectationPlan } from './context.js';

/** Joins every expectation with its rule and bounds. Pure. */
export const planExpectations = (
  scenario: Pick<Scenario, 'expect'>,
  system: Pick<Supervised, 'pipeline' | 'production' | 'speed'>,
): readonly ExpectationPlan[] => scenario.expect.map((expectation) => planExpectation(expectation, system));

function planExpectation(
  expectation: Expectation,
  { pipeline, production, speed }: Pick<Supervised, 'pipeline' | 'production' | 'speed'>,
): ExpectationPlan {
  const [rule] = rulesOf(expectation, pipeline.rules);
  const detection = both(pipeline, production, (of) => detectionBoundsOf(expectation, of));
  const resolution = both(pipeline, production, (of) => resolutionBoundsOf(expectation, of));
  const budgetMs = budgetOf(expectation, speed, detection);
  return {
    expectation,
    ...(rule && { rule }),
    ...(detection && { detection }),
    ...(resolution && { resolution }),
    ...(budgetMs !== undefined && { budgetMs }),
  };
}

// A rule that only Prometheus knows is not in the files for production: so its bounds are those in force.
function both<B>(pipeline: Pipeline, production: Pipeline, bounds: (of: Pipeline) => B | undefined) {
  const inForce = bounds(pipeline);
  return inForce && { inForce, production: bounds(production) ?? inForce };
}
