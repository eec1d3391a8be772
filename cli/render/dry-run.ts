import { commandLine } from '../../core/command-line.js';
import { formatSpan } from '../../core/duration.js';
import { EXIT, SupopsError } from '../../core/errors.js';
import { faultOf } from '../../scenarios/faults/fault.js';
import type { FaultSpec, Scenario, UndoRecord } from '../../scenarios/model.js';
import { planExpectations } from '../../scenarios/run/plan.js';
import type { DetectionBounds } from '../../stack/alerting/model.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import { alertTitle, describeExpectation } from './checklist.js';

/** What a run of a scenario would do, as data. */
export function dryRunDocument(supervised: Supervised, scenario: Scenario) {
  return {
    scenario: scenario.name,
    stack: supervised.name,
    speed: supervised.speed,
    faults: scenario.faults.map((spec) => plannedFault(spec, supervised)),
    expectations: planExpectations(scenario, supervised).map(({ expectation, inForce, budgetMs }) => ({
      id: expectation.id,
      alert: expectation.alert,
      labels: expectation.labels,
      notified: expectation.notified,
      resolves: expectation.resolves,
      ...(expectation.inhibitedBy === undefined ? {} : { inhibitedBy: expectation.inhibitedBy }),
      ...bounds(inForce),
      budgetMs,
    })),
    allow: scenario.allow,
  };
}

const bounds = (of: DetectionBounds | undefined) => (of === undefined ? {} : { floorMs: of.floorMs, ceilingMs: of.ceilingMs });

function plannedFault(spec: FaultSpec, { instances, name }: Supervised) {
  const victim = instances.get(spec.service);
  if (victim === undefined)
    throw new SupopsError({
      code: 'no-victim',
      exitCode: EXIT.unavailable,
      message: `service ${spec.service} of stack ${name} has no instance`,
      hint: `run \`${commandLine('up', name)}\``,
    });
  const fault = faultOf(spec);
  return { title: fault.title, kind: spec.kind, service: spec.service, victim: victim.id, undo: fault.plan(victim, name) };
}

/** The same for people. */
export function dryRunText(supervised: Supervised, scenario: Scenario): string {
  const faults = scenario.faults.flatMap((spec) => {
    const { title, victim, undo } = plannedFault(spec, supervised);
    return [`fault   ${title}  # instance ${victim.slice(0, 12)}`, ...undo.map((record) => `undo    ${undoText(record)}`)];
  });
  const expectations = planExpectations(scenario, supervised).map(({ expectation, inForce, budgetMs }) => {
    const what = describeExpectation({ expectation, ...bounds(inForce) });
    const budget = expectation.inhibitedBy === undefined ? `  # within ${formatSpan(budgetMs)}` : '';
    return `expect  ${alertTitle(expectation)} ${what}${budget}`;
  });
  const allow = scenario.allow.length === 0 ? [] : [`allow   ${scenario.allow.join(', ')}`];
  return `${[...faults, ...expectations, ...allow, 'nothing was injected: this is a dry run'].join('\n')}\n`;
}

function undoText(record: UndoRecord): string {
  switch (record.kind) {
    case 'start':
      return `start ${record.target.service}`;
    case 'set-restart-policy':
      return `set the restart policy of ${record.target.service} to ${record.args.policy}`;
  }
}
