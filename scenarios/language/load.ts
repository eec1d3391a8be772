import { parseDuration } from '../../core/duration.js';
import { type Problem, sortProblems } from '../../core/problem.js';
import type { Milliseconds } from '../../core/time.js';
import type { AlertmanagerConfig, PipelineTimes, RuleFile } from '../../stack/alerting/model.js';
import type { Expectation, Scenario } from '../model.js';
import { check } from './check.js';
import { readYaml, type YamlFile } from './positions.js';
import type { ScenarioFile } from './schema.js';
import { validate } from './schema-problems.js';

/** What a scenario is held against: the stack it is to run on. */
export interface Known {
  readonly services: readonly string[];
  /** Rules in force. */
  readonly rules: readonly RuleFile[];
  /** Names of the alerts that Prometheus has loaded, where it could be asked. */
  readonly loadedAlerts?: readonly string[];
  readonly alertmanager?: AlertmanagerConfig;
  readonly times: PipelineTimes;
  readonly productionRules: readonly RuleFile[];
  readonly productionAlertmanager?: AlertmanagerConfig;
  readonly productionTimes: PipelineTimes;
  readonly deliveryMs: Milliseconds;
}

/** A scenario that can be run, or every reason why the file is none. */
export interface LoadedScenario {
  readonly scenario?: Scenario;
  /** In reading order. */
  readonly problems: readonly Problem[];
}

/** Reads a scenario file: syntax, schema, and names and durations against the stack, all problems in one pass. */
export function loadScenario(file: string, text: string, known: Known): LoadedScenario {
  const yaml = readYaml(file, text);
  const { value, problems } = validate(file, yaml);
  const all = sortProblems([...yaml.problems, ...problems, ...check(file, yaml, known)]);
  if (all.length > 0 || value === undefined) return { problems: all };
  return { scenario: toScenario(value, { file, text, yaml }), problems: [] };
}

interface Source {
  readonly file: string;
  readonly text: string;
  readonly yaml: YamlFile;
}

function toScenario(value: ScenarioFile, { file, text, yaml }: Source): Scenario {
  const { target, fault, remediation } = value;
  return {
    name: value.scenario,
    title: value.title,
    file,
    text,
    steadyState: value.steadyState,
    load: value.load,
    faults: [{ kind: fault.kind, service: target.service, hold: fault.hold }],
    expect: value.expect.map((_, i) => toExpectation(value.expect, i, yaml)),
    allow: value.allow,
    recoverWithinMs: milliseconds(value.recover.within),
    ...(remediation === undefined ? {} : { remediation }),
  };
}

function toExpectation(all: ScenarioFile['expect'], index: number, yaml: YamlFile): Expectation {
  const { alert, labels, notified, resolves, inhibitedBy, within, notBefore } = all[index] as ScenarioFile['expect'][number];
  const earlier = all.slice(0, index).filter((other) => other.alert === alert).length;
  return {
    id: earlier === 0 ? alert : `${alert}#${earlier + 1}`,
    alert,
    labels,
    notified: [...new Set(notified)],
    resolves,
    ...(inhibitedBy === undefined ? {} : { inhibitedBy }),
    ...(within === undefined ? {} : { withinMs: milliseconds(within) }),
    ...(notBefore === undefined ? {} : { notBeforeMs: milliseconds(notBefore) }),
    ...yaml.at(['expect', index, 'alert']),
  };
}

const milliseconds = (duration: string): Milliseconds => parseDuration(duration) ?? 0;
