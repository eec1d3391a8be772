import { milliseconds } from '../faults/parameters.js';
import type { AbortCondition, Condition } from '../model/condition.js';
import type { RemediationStep } from '../model/remediation.js';
import type { Scenario, SteadyState } from '../model/scenario.js';
import { defined } from '../story/defined.js';
import type { ScenarioFile } from './schema.js';
import { toTarget } from './target.js';

type ConditionEntry = ScenarioFile['steadyState']['conditions'][number];
type AbortEntry = ScenarioFile['abort'][number];
type StepEntry = NonNullable<ScenarioFile['remediate']>[number];

/** The steady state; without conditions it has none. */
export const toSteadyState = ({ conditions, ...load }: ScenarioFile['steadyState']): SteadyState => ({
  ...load,
  ...(conditions.length > 0 && { conditions: conditions.map(toCondition) }),
});

/** The parts of a scenario about the course of its run; what the file does not say is absent. */
export const toCourse = ({
  abort,
  exclusive,
  remediate,
  recover,
}: Pick<ScenarioFile, 'abort' | 'exclusive' | 'remediate' | 'recover'>): Pick<
  Scenario,
  'abort' | 'exclusive' | 'remediate' | 'recoverConditions'
> => ({
  ...(abort.length > 0 && { abort: abort.map(toAbort) }),
  ...(exclusive && { exclusive }),
  ...(remediate && { remediate: remediate.map(toStep) }),
  ...(recover.conditions && { recoverConditions: recover.conditions.map(toCondition) }),
});

// The schema has seen to it that exactly one key is given.
function toCondition({ http, promql, resolved }: ConditionEntry): Condition {
  if (http) {
    const { within, ...rest } = http;
    return { kind: 'http', ...rest, withinMs: milliseconds(within) };
  }
  if (promql) return { kind: 'promql', query: promql.query, ...defined(boundsOf(promql)) };
  return resolved === undefined ? { kind: 'quiet' } : { kind: 'resolved', alert: resolved };
}

const boundsOf = ({ equals, tolerance, min, max }: NonNullable<ConditionEntry['promql']>) => ({
  equals,
  tolerance,
  min,
  max,
});

function toAbort({ when, unless }: AbortEntry): AbortCondition {
  if (when) return { on: 'when', condition: toCondition(when) };
  return { on: 'unless', condition: toCondition(unless ?? {}) };
}

function toStep({ undo, restart, admin, wait }: StepEntry): RemediationStep {
  if (restart) return { kind: 'restart', target: toTarget(restart) };
  if (admin) return { kind: 'admin', target: toTarget(admin), command: admin.command };
  if (wait) return { kind: 'wait', condition: toCondition(wait.for), withinMs: milliseconds(wait.within) };
  return { kind: 'undo', ...(undo !== undefined && undo !== 'all' && { fault: undo }) };
}
