import { parseDuration } from '../../core/duration.js';
import type { Labels } from '../../core/labels.js';
import type { Problem } from '../../core/problem.js';
import type { Milliseconds } from '../../core/time.js';
import { CHANNELS } from '../../stack/alerting/model.js';
import { detectionBoundsOf, silenceBoundsOf } from '../story/bounds.js';
import type { Known } from './known.js';
import type { Path } from './positions.js';
import { type Reader, unknownName } from './reader.js';
import { patternIn } from './wanted-text.js';

/** What an expectation may name. */
export interface Names {
  readonly known: Known;
  readonly alerts: ReadonlySet<string>;
  readonly faults: ReadonlySet<string>;
}

/** The problem of an alert that no rule has. */
export const unknownAlert = (at: Reader, path: Path, names: ReadonlySet<string>): readonly Problem[] =>
  unknownName(at, path, { what: 'alert', code: 'unknown-alert', names });

/** Checks one entry of `expect`. */
export function checkExpectation(at: Reader, path: Path, { known, alerts, faults }: Names): readonly Problem[] {
  return [
    ...['alert', 'inhibitedBy', 'afterAlert'].flatMap((key) => unknownAlert(at, [...path, key], alerts)),
    ...unknownName(at, [...path, 'after'], { what: 'fault', code: 'unknown-fault', names: faults }),
    ...contradictions(at, path),
    ...brokenPatterns(at, path),
    ...(at.get([...path, 'silent']) === true ? silence(at, path, known) : belowFloor(at, path, known)),
  ];
}

/** Keys that say nothing about an alert that must fall silent. */
const NOT_SILENT = [
  ...['labels', 'notified', 'resolves', 'annotations', 'runbook', 'rendered', 'grouped', 'flaps', 'afterAlert'],
  ...['inhibitedBy', 'notBefore'],
];
/** Keys about messages. */
const NOT_MUTED = ['notified', 'rendered', 'grouped', 'within', 'notBefore'];

function contradictions(at: Reader, path: Path): readonly Problem[] {
  const value = (key: string) => at.get([...path, key]);
  const problems: Problem[] = [];
  const refuse = (keys: readonly string[], why: (key: string) => string) => {
    for (const key of keys)
      if (value(key) !== undefined && !isEmptyList(value(key)))
        problems.push(at.keyProblem('contradiction', [...path, key], why(key)));
  };
  if (value('silent') === true)
    refuse(NOT_SILENT, (key) => `\`${key}\` contradicts \`silent\`: what is judged is that no message arrives`);
  const inhibitor = value('inhibitedBy');
  if (typeof inhibitor === 'string' && value('silent') !== true) {
    if (inhibitor === value('alert'))
      problems.push(at.problem('contradiction', [...path, 'inhibitedBy'], 'an alert cannot be muted by itself'));
    refuse(NOT_MUTED, (key) => `\`${key}\` contradicts \`inhibitedBy\`: a muted alert sends no message`);
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

function brokenPatterns(at: Reader, path: Path): readonly Problem[] {
  const annotations = at.get([...path, 'annotations']);
  if (typeof annotations !== 'object' || annotations === null || Array.isArray(annotations)) return [];
  return Object.entries(annotations).flatMap(([name, text]) => {
    if (typeof text !== 'string' || patternIn(text) !== 'broken') return [];
    return [at.problem('invalid-value', [...path, 'annotations', name], `${text} is not a regular expression`)];
  });
}

function durationAt(at: Reader, path: Path): Milliseconds | undefined {
  const text = at.get(path);
  return typeof text === 'string' ? parseDuration(text) : undefined;
}

// Both sides are production time: an expectation scales with the stack, and so must not depend on its speed.
function belowFloor(at: Reader, path: Path, known: Known): readonly Problem[] {
  const alert = at.get([...path, 'alert']);
  if (typeof alert !== 'string') return [];
  const expected = { alert, labels: labelsAt(at, [...path, 'labels']), notified: channelsAt(at, [...path, 'notified']) };
  return tooShort(at, path, detectionBoundsOf(expected, known.production)?.floorMs);
}

function silence(at: Reader, path: Path, known: Known): readonly Problem[] {
  const alert = at.get([...path, 'alert']);
  if (typeof alert !== 'string' || !known.production.rules.some(({ rules }) => rules.some(({ name }) => name === alert)))
    return [];
  const bounds = silenceBoundsOf(alert, known.production);
  if (bounds) return tooShort(at, path, bounds.floorMs);
  const message = `cannot pass: no message about ${alert} ever arrives, because its receiver has no channel`;
  return [at.problem('contradiction', [...path, 'silent'], message)];
}

function tooShort(at: Reader, path: Path, floorMs: Milliseconds | undefined): readonly Problem[] {
  const within = durationAt(at, [...path, 'within']);
  if (within === undefined || floorMs === undefined || within >= floorMs) return [];
  const message = `cannot pass: the floor is ${inSeconds(floorMs)}, \`within\` is ${inSeconds(within)}`;
  return [at.problem('below-floor', [...path, 'within'], message)];
}

/** The labels of an entry, as far as they can be read. */
export function labelsAt(at: Reader, path: Path): Labels {
  const labels = at.get(path);
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return {};
  return Object.fromEntries(Object.entries(labels).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function channelsAt(at: Reader, path: Path): readonly string[] {
  const channels = at.get(path);
  return Array.isArray(channels) ? CHANNELS.filter((channel) => channels.includes(channel)) : [];
}

const inSeconds = (ms: Milliseconds): string => `${Number((ms / 1_000).toFixed(3))} s`;
