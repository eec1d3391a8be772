import { milliseconds } from '../faults/parameters.js';
import type { Expectation, Scenario, SilenceExpectation } from '../model/scenario.js';
import { defined } from '../story/defined.js';
import type { YamlFile } from './positions.js';
import type { ScenarioFile } from './schema.js';

type Entry = ScenarioFile['expect'][number];

/** Where an entry stands, and its name among all of them: `DatabaseDown`, `DatabaseDown#2`. */
type Place = Pick<Expectation, 'id' | 'line' | 'column'>;

/** What a validated file expects and forbids. */
export function toExpected(
  { expect, forbid, watch }: ScenarioFile,
  yaml: YamlFile,
): Pick<Scenario, 'expect' | 'silences' | 'forbid' | 'watchMs'> {
  const placed = expect.map((entry, i) => ({ entry, place: placeOf(expect, i, yaml) }));
  const silences = placed.filter(({ entry }) => entry.silent === true).map(({ entry, place }) => toSilence(entry, place));
  return {
    expect: placed.filter(({ entry }) => entry.silent !== true).map(({ entry, place }) => toExpectation(entry, place)),
    ...(silences.length === 0 ? {} : { silences }),
    ...(forbid.length === 0 ? {} : { forbid: [...new Set(forbid)] }),
    ...(watch === undefined ? {} : { watchMs: milliseconds(watch) }),
  };
}

function placeOf(all: ScenarioFile['expect'], index: number, yaml: YamlFile): Place {
  const alert = all[index]?.alert ?? '';
  const earlier = all.slice(0, index).filter((other) => other.alert === alert).length;
  return { id: earlier === 0 ? alert : `${alert}#${earlier + 1}`, ...yaml.at(['expect', index, 'alert']) };
}

function toSilence({ alert, after, within }: Entry, { id, ...position }: Place): SilenceExpectation {
  return { id, alert, ...defined({ after, withinMs: inMs(within) }), ...position };
}

function toExpectation(entry: Entry, { id, ...position }: Place): Expectation {
  const { alert, labels, notified, resolves, within, notBefore, silent: _not, ...optional } = entry;
  return {
    id,
    alert,
    labels,
    notified: [...new Set(notified)],
    resolves,
    ...defined({ ...optional, withinMs: inMs(within), notBeforeMs: inMs(notBefore) }),
    ...position,
  };
}

const inMs = (duration: string | undefined) => (duration === undefined ? undefined : milliseconds(duration));
