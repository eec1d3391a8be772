import { parseDuration } from '../../core/duration.js';
import type { Labels } from '../../core/labels.js';
import type { Problem } from '../../core/problem.js';
import type { Milliseconds } from '../../core/time.js';
import { CHANNELS } from '../../stack/alerting/model.js';
import { detectionBoundsOf } from '../story/bounds.js';
import { checkCourse } from './check-course.js';
import { checkFaults, faultIds } from './check-faults.js';
import type { Known } from './known.js';
import type { Path, YamlFile } from './positions.js';
import { child, listPaths, type Reader, unknownName } from './reader.js';

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
    ...listPaths(at, ['expect']).flatMap((path) => checkExpectation(at, path, names)),
    ...duplicates(at),
  ];
}

interface Names {
  readonly known: Known;
  readonly alerts: ReadonlySet<string>;
  readonly faults: ReadonlySet<string>;
}

const unknownAlert = (at: Reader, path: Path, names: ReadonlySet<string>): readonly Problem[] =>
  unknownName(at, path, { what: 'alert', code: 'unknown-alert', names });

function checkExpectation(at: Reader, path: Path, { known, alerts, faults }: Names): readonly Problem[] {
  return [
    ...unknownAlert(at, [...path, 'alert'], alerts),
    ...unknownAlert(at, [...path, 'inhibitedBy'], alerts),
    ...unknownName(at, [...path, 'after'], { what: 'fault', code: 'unknown-fault', names: faults }),
    ...contradictions(at, path),
    ...belowFloor(at, path, known),
  ];
}

function contradictions(at: Reader, path: Path): readonly Problem[] {
  const value = (key: string) => at.get([...path, key]);
  const inhibitor = value('inhibitedBy');
  const problems: Problem[] = [];
  if (typeof inhibitor === 'string') {
    if (inhibitor === value('alert'))
      problems.push(at.problem('contradiction', [...path, 'inhibitedBy'], 'an alert cannot be muted by itself'));
    for (const key of ['notified', 'within', 'notBefore'])
      if (value(key) !== undefined && !isEmptyList(value(key)))
        problems.push(
          at.keyProblem(
            'contradiction',
            [...path, key],
            `\`${key}\` contradicts \`inhibitedBy\`: a muted alert sends no message`,
          ),
        );
  }
  const within = durationAt(at, [...path, 'within']);
  const notBefore = durationAt(at, [...path, 'notBefore']);
  if (within !== undefined && notBefore !== undefined && notBefore > within)
    problems.push(
      at.problem(
        'contradiction',
        [...path, 'notBefore'],
        `cannot pass: \`notBefore\` (${inSeconds(notBefore)}) is after \`within\` (${inSeconds(within)})`,
      ),
    );
  return problems;
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function durationAt(at: Reader, path: Path): Milliseconds | undefined {
  const text = at.get(path);
  return typeof text === 'string' ? parseDuration(text) : undefined;
}

// Both sides are production time: an expectation scales with the stack, and so must not depend on its speed.
function belowFloor(at: Reader, path: Path, known: Known): readonly Problem[] {
  const within = durationAt(at, [...path, 'within']);
  const alert = at.get([...path, 'alert']);
  if (within === undefined || typeof alert !== 'string') return [];
  const expected = { alert, labels: labelsAt(at, [...path, 'labels']), notified: channelsAt(at, [...path, 'notified']) };
  const bounds = detectionBoundsOf(expected, known.production);
  if (!bounds || within >= bounds.floorMs) return [];
  const message = `cannot pass: the floor is ${inSeconds(bounds.floorMs)}, \`within\` is ${inSeconds(within)}`;
  return [at.problem('below-floor', [...path, 'within'], message)];
}

function labelsAt(at: Reader, path: Path): Labels {
  const labels = at.get(path);
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return {};
  return Object.fromEntries(Object.entries(labels).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function channelsAt(at: Reader, path: Path): readonly string[] {
  const channels = at.get(path);
  return Array.isArray(channels) ? CHANNELS.filter((channel) => channels.includes(channel)) : [];
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

const inSeconds = (ms: Milliseconds): string => `${Number((ms / 1_000).toFixed(3))} s`;
