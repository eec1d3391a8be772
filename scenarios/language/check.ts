import type { Problem } from '../../core/problem.js';
import { checkCourse } from './check-course.js';
import { checkExpectation, labelsAt, unknownAlert } from './check-expectation.js';
import { checkFaults, faultIds } from './check-faults.js';
import { checkForbidden } from './check-forbidden.js';
import { checkOrder } from './check-order.js';
import type { Known } from './known.js';
import type { YamlFile } from './positions.js';
import { child, listPaths, type Reader } from './reader.js';

/**
 * Checks the names and durations of a scenario against the stack. Works on whatever is readable, so that one broken part does
 * not hide what is wrong with the others; what has the wrong type is left to the schema.
 */
export function check(file: string, yaml: YamlFile, known: Known): readonly Problem[] {
  const at: Reader = {
    get: (path) => path.reduce<unknown>(child, yaml.value),
    problem: (code, path, message) => ({ code, file, ...yaml.at(path), message }),
    keyProblem: (code, path, message) => ({ code, file, ...yaml.keyAt(path), message }),
  };
  const alerts = new Set([
    ...known.pipeline.rules.flatMap(({ rules }) => rules.map(({ name }) => name)),
    ...(known.loadedAlerts ?? []),
  ]);
  const names = { known, alerts, faults: faultIds(at) };
  const services = new Set(known.services);
  return [
    ...checkFaults(at, { services, damaged: yaml.damaged }),
    ...checkCourse(at, { ...names, services, ...(known.published && { published: new Set(known.published) }) }),
    ...listPaths(at, ['allow']).flatMap((path) => unknownAlert(at, path, alerts)),
    ...checkForbidden(at, alerts),
    ...listPaths(at, ['expect']).flatMap((path) => checkExpectation(at, path, names)),
    ...checkOrder(at),
    ...duplicates(at),
  ];
}

function duplicates(at: Reader): readonly Problem[] {
  const seen = new Map<string, number>();
  return listPaths(at, ['expect']).flatMap((path, i) => {
    const alert = at.get([...path, 'alert']);
    if (typeof alert !== 'string') return [];
    const labels = Object.entries(labelsAt(at, [...path, 'labels'])).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([alert, labels]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, i);
    if (first === undefined) return [];
    return [
      at.problem(
        'duplicate-expectation',
        [...path, 'alert'],
        `${alert} with these labels is already expected in expect[${first}]`,
      ),
    ];
  });
}
