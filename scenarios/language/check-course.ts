import type { Problem } from '../../core/problem.js';
import { type ConditionNames, checkCondition } from './check-condition.js';
import type { Path } from './positions.js';
import { listPaths, type Reader, unknownName } from './reader.js';

/** What the parts about the course of a run may refer to. */
export interface CourseNames extends ConditionNames {
  readonly faults: ReadonlySet<string>;
}

/** Checks steady state, abort conditions, repair and recovery: known names, queries that can be read, no contradictions. */
export function checkCourse(at: Reader, names: CourseNames): readonly Problem[] {
  const steps = listPaths(at, ['remediate']);
  const aborts = listPaths(at, ['abort']).flatMap((path) => [
    [...path, 'when'],
    [...path, 'unless'],
  ]);
  const conditions = [
    ...listPaths(at, ['steadyState', 'conditions']),
    ...listPaths(at, ['recover', 'conditions']),
    ...aborts,
    ...steps.map((path) => [...path, 'wait', 'for']),
  ];
  return [
    ...conditions.flatMap((path) => checkCondition(at, path, names)),
    ...aborts.flatMap((path) => alertsEndNothing(at, path)),
    ...steps.flatMap((path) => checkStep(at, path, names)),
  ];
}

function alertsEndNothing(at: Reader, path: Path): readonly Problem[] {
  const given = ['alerts', 'resolved'].filter((key) => at.get([...path, key]) !== undefined);
  return given.map((key) =>
    at.keyProblem('contradiction', [...path, key], `\`${key}\` cannot end a run: a run is there to see alerts fire`),
  );
}

function checkStep(at: Reader, path: Path, { services, faults }: CourseNames): readonly Problem[] {
  const service = (step: string) =>
    unknownName(at, [...path, step, 'service'], { what: 'service', code: 'unknown-service', names: services });
  const undo = { what: 'fault', code: 'unknown-fault', names: new Set([...faults, 'all']) };
  return [...unknownName(at, [...path, 'undo'], undo), ...service('restart'), ...service('admin')];
}
