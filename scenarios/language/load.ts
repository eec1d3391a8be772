import { type Problem, sortProblems } from '../../core/problem.js';
import { milliseconds } from '../faults/parameters.js';
import { FAULT_KINDS } from '../faults/registry.js';
import type { FaultSpec } from '../model/fault.js';
import type { Scenario } from '../model/scenario.js';
import { check } from './check.js';
import { toCourse, toSteadyState } from './course.js';
import { toExpected } from './expected.js';
import { faultId } from './fault-id.js';
import type { Known } from './known.js';
import { readYaml, type YamlFile } from './positions.js';
import type { ScenarioFile } from './schema.js';
import { toLoad } from './schema-load.js';
import { validate } from './schema-problems.js';
import { toTarget } from './target.js';

/** A scenario that can be run, or every reason why the file is not one. */
export interface LoadedScenario {
  readonly scenario?: Scenario;
  /** In reading order. */
  readonly problems: readonly Problem[];
}

/** Reads a scenario file: syntax, schema, and names and durations against the system, all problems in one pass. */
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
  return {
    name: value.scenario,
    title: value.title,
    file,
    text,
    steadyState: toSteadyState(value.steadyState),
    load: toLoad(value.load),
    faults: toFaults(value),
    ...toExpected(value, yaml),
    allow: value.allow,
    recoverWithinMs: milliseconds(value.recover.within),
    ...toCourse(value),
    ...(value.runbook === undefined ? {} : { runbook: value.runbook }),
  };
}

type FaultEntry = NonNullable<ScenarioFile['faults']>[number];

/** `fault` with its `target`, or the entries of `faults`; each with an id of its own. */
function toFaults({ target, fault, faults }: ScenarioFile): readonly FaultSpec[] {
  const entries: readonly FaultEntry[] = faults ?? (target && fault ? [{ ...fault, target }] : []);
  return entries.map((entry, i) => toFault(entry, faultId(entries, i)));
}

function toFault(entry: FaultEntry, id: string): FaultSpec {
  const { kind, target, at, for: lasts } = entry;
  const own = Object.keys(FAULT_KINDS.find((known) => known.kind === kind)?.params.shape ?? {});
  return {
    id,
    kind,
    target: toTarget(target),
    atMs: milliseconds(at),
    ...(lasts === undefined ? {} : { forMs: milliseconds(lasts) }),
    params: Object.fromEntries(Object.entries(entry).filter(([key]) => own.includes(key))),
  };
}
