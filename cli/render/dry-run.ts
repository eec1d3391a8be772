import { formatSpan } from '../../core/duration.js';
import { faultKind, faultText } from '../../scenarios/faults/registry.js';
import { undoText } from '../../scenarios/faults/undo/registry.js';
import type { FaultSpec } from '../../scenarios/model/fault.js';
import type { Scenario } from '../../scenarios/model/scenario.js';
import type { ExpectationPlan } from '../../scenarios/run/context.js';
import { planExpectations } from '../../scenarios/run/plan.js';
import { planWatch } from '../../scenarios/run/plan-watch.js';
import { checkRemediation } from '../../scenarios/run/repair/instances.js';
import { schedule } from '../../scenarios/run/schedule.js';
import { checkFaults, chooseVictims, refOf } from '../../scenarios/run/victims.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import { alertTitle, describeExpectation } from './checklist.js';
import { courseAfter, courseBefore, courseDocument } from './dry-run-course.js';
import { watchDocument, watchLines } from './dry-run-watch.js';

/** What a run of a scenario would do, as data. Rejects as the run would if a victim does not exist or the engine lacks a capability. */
export function dryRunDocument(supervised: Supervised, scenario: Scenario) {
  checkFaults(supervised, scenario.faults);
  checkRemediation(supervised, scenario.remediate ?? []);
  return {
    scenario: scenario.name,
    stack: supervised.name,
    speed: supervised.speed,
    faults: scenario.faults.map((fault) => plannedFault(fault, supervised)),
    expectations: planExpectations(scenario, supervised).map((plan) => ({
      id: plan.expectation.id,
      alert: plan.expectation.alert,
      labels: plan.expectation.labels,
      notified: plan.expectation.notified,
      resolves: plan.expectation.resolves,
      ...(plan.expectation.inhibitedBy === undefined ? {} : { inhibitedBy: plan.expectation.inhibitedBy }),
      ...(plan.expectation.after === undefined ? {} : { after: plan.expectation.after }),
      ...bounds(plan),
      ...(plan.budgetMs === undefined ? {} : { budgetMs: plan.budgetMs }),
    })),
    allow: scenario.allow,
    ...watchDocument(planWatch(scenario, supervised)),
    ...courseDocument(scenario),
  };
}

function bounds({ detection }: ExpectationPlan) {
  return detection ? { floorMs: detection.inForce.floorMs, ceilingMs: detection.inForce.ceilingMs } : {};
}

function plannedFault(fault: FaultSpec, supervised: Supervised) {
  const victims = chooseVictims(supervised, fault).map((instance) => ({ instance, ref: refOf(supervised, instance) }));
  return {
    id: fault.id,
    title: faultText(fault, 'plan'),
    kind: fault.kind,
    service: fault.target.service,
    atMs: fault.atMs,
    ...(fault.forMs === undefined ? {} : { forMs: fault.forMs }),
    victims: victims.map(({ instance: { instance, id } }) => ({ instance, id })),
    undo: victims.flatMap((victim) => faultKind(fault.kind).plan(victim, fault.params)),
  };
}

/** The same for people. */
export function dryRunText(supervised: Supervised, scenario: Scenario): string {
  checkFaults(supervised, scenario.faults);
  checkRemediation(supervised, scenario.remediate ?? []);
  const several = scenario.faults.length > 1;
  const faults = scenario.faults.flatMap((fault) => {
    const { title, victims, undo } = plannedFault(fault, supervised);
    const names = victims.map(({ instance, id }) => `${instance} ${id.slice(0, 12)}`).join(', ');
    return [`fault   ${title}  # ${names}`, ...undo.map((record) => `undo    ${undoText(record)}`)];
  });
  const steps = several || scenario.faults.some(({ forMs }) => forMs !== undefined) ? schedule(scenario.faults) : [];
  const timeline = steps.map(({ atMs, action, fault }) => `at      ${formatSpan(atMs)} ${action} ${fault.id}`);
  const expectations = planExpectations(scenario, supervised).map((plan) => {
    const { expectation, budgetMs } = plan;
    const what = describeExpectation({ expectation, ...bounds(plan) });
    const shown = expectation.inhibitedBy === undefined && budgetMs !== undefined;
    return `expect  ${alertTitle(expectation)} ${what}${shown ? `  # within ${formatSpan(budgetMs)}` : ''}`;
  });
  const allow = scenario.allow.length === 0 ? [] : [`allow   ${scenario.allow.join(', ')}`];
  const watch = watchLines(planWatch(scenario, supervised));
  const end = 'nothing was injected: this is a dry run';
  return `${[...courseBefore(scenario), ...faults, ...timeline, ...expectations, ...watch, ...allow, ...courseAfter(scenario), end].join('\n')}\n`;
}
