import { createHash, randomBytes } from 'node:crypto';
import type { Milliseconds } from '../../core/time.js';
import type { EngineInfo } from '../../stack/engine/engine.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Scenario } from '../model/scenario.js';
import type { RunStarted } from '../record/events.js';
import type { ExpectationPlan } from './context.js';
import type { WatchPlan } from './plan-watch.js';

/** `20261122-223015-db-down-a1b2`: sorts by time, says what it was, never collides. UTC. */
export function newRunId(scenario: string, at: Milliseconds): string {
  const [day = '', time = ''] = new Date(at).toISOString().replace(/\..*/, '').replaceAll(/[-:]/g, '').split('T');
  return `${day}-${time}-${scenario}-${randomBytes(2).toString('hex')}`;
}

/** The first line of a journal: all the circumstances that a report needs. */
export function runStarted(parts: {
  readonly run: string;
  readonly version: string;
  readonly scenario: Scenario;
  readonly supervised: Supervised;
  readonly engine: EngineInfo;
  readonly plans: readonly ExpectationPlan[];
  readonly watch: WatchPlan;
}): RunStarted {
  const { run, version, scenario, supervised, plans, watch } = parts;
  const { id, kind, version: engineVersion, apiVersion, operatingSystem, architecture, cpus } = parts.engine;
  const hash = createHash('sha256');
  for (const { file, text } of supervised.pipeline.rules) hash.update(`${file}\0${text}\0`);
  const { receipts, load, helpers, monitoring } = supervised;
  const silences = watch.silences.flatMap(({ expectation: { id: silence }, bounds }) =>
    bounds ? [[silence, bounds] as const] : [],
  );
  return {
    type: 'run-started',
    schema: 2,
    run,
    scenario,
    stack: supervised.name,
    speed: supervised.speed,
    supopsVersion: version,
    engine: { id, kind, version: engineVersion, apiVersion, operatingSystem, architecture, cpus },
    versions: supervised.versions,
    rulesHash: hash.digest('hex'),
    configuration: Object.fromEntries(supervised.configuration),
    bounds: Object.fromEntries(plans.flatMap(boundsEntry)),
    rules: Object.fromEntries([
      ...plans.flatMap(({ expectation, rule }) => (rule ? [[expectation.id, ruleInForce(rule)]] : [])),
      ...watch.forbidden.flatMap(({ alert, rule }) => (rule ? [[alert, ruleInForce(rule)]] : [])),
    ]),
    ...(silences.length > 0 && { silences: Object.fromEntries(silences) }),
    ...(watch.watchMs !== undefined && { watchMs: watch.watchMs }),
    parts: {
      ...monitoring,
      ...(receipts && { receipts: receipts.service }),
      ...(load && { load: load.service }),
      helpers: helpers !== undefined,
    },
  };
}

const boundsEntry = ({ expectation, detection, resolution }: ExpectationPlan): [string, RunStarted['bounds'][string]][] =>
  detection ? [[expectation.id, { ...detection, ...(resolution && { back: resolution }) }]] : [];

function ruleInForce(rule: NonNullable<ExpectationPlan['rule']>): RunStarted['rules'][string] {
  const { group, file, line, expr, forMs, labels, annotations } = rule;
  const runbookUrl = annotations.runbook_url;
  return { group, file, line, expr, forMs, severity: labels.severity ?? '', ...(runbookUrl !== undefined && { runbookUrl }) };
}
