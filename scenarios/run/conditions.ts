import type { LoadRecord } from '../../stack/services/contracts.js';
import type { Scenario, SteadyState } from '../model.js';
import type { Latest } from '../observe/memory.js';

const SOURCES = [
  ['prometheus', 'Prometheus'],
  ['alertmanager', 'Alertmanager'],
  ['inbox', 'the inbox'],
] as const;

/** An alert that is always on, or that describes the machine and not the stack, says nothing about quiet. */
const isAlwaysOn = (name: string, labels: Readonly<Record<string, string>>): boolean =>
  name === 'Watchdog' || labels.severity === 'none' || labels.layer === 'host';

/**
 * What stands against quiet, in words; empty where all is quiet. What could not be asked, or cannot be asked any more, is not quiet: the last
 * answer of a source that has died says nothing about now.
 */
export function unquiet(
  scenario: Pick<Scenario, 'expect' | 'allow'>,
  { alerts, held, targets, monitoring }: Latest,
): readonly string[] {
  const silent = SOURCES.filter(([source]) => monitoring[source] !== 'ok').map(([, name]) => `${name} does not answer`);
  if (silent.length > 0) return silent;
  if (!alerts || !held || !targets) return ['Prometheus and Alertmanager have not answered yet'];
  const expected = new Set(scenario.expect.map(({ alert }) => alert));
  // An expected alert that is active before the fault could never be told from its effect.
  const disturbs = (name: string, labels: Readonly<Record<string, string>>) =>
    expected.has(name) || !(scenario.allow.includes(name) || isAlwaysOn(name, labels));
  return [
    ...[...alerts.values()].filter((a) => disturbs(a.alertname, a.labels)).map((a) => `${a.alertname} is ${a.state}`),
    ...[...held.values()]
      .filter((a) => disturbs(a.labels.alertname ?? '', a.labels))
      .map((a) => `Alertmanager holds ${a.labels.alertname}`),
    ...targets.filter(({ health }) => health !== 'up').map((t) => `target ${t.job} ${t.instance} is ${t.health}`),
  ];
}

/** The steady state as the user sees it. */
export interface Steadiness {
  readonly holds: boolean;
  readonly requests: number;
  readonly good: number;
  readonly reason: string;
}

/**
 * Judges the whole seconds after `since` (epoch ms), counting from the last second with a failure where `recovering`. Zero requests are not
 * steady.
 */
export function steadiness(records: readonly LoadRecord[], since: number, wanted: SteadyState): Steadiness {
  const counted = records.filter(({ second }) => second * 1_000 >= since);
  const requests = counted.reduce((sum, record) => sum + record.requests, 0);
  const good = requests - counted.reduce((sum, record) => sum + record.failed, 0);
  const ratio = requests === 0 ? 0 : good / requests;
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  if (requests < wanted.minRequests)
    return { holds: false, requests, good, reason: `${requests} of at least ${wanted.minRequests} requests` };
  if (ratio < wanted.minGoodRatio)
    return {
      holds: false,
      requests,
      good,
      reason: `${percent(ratio)} of ${requests} requests good, at least ${percent(wanted.minGoodRatio)} wanted`,
    };
  return { holds: true, requests, good, reason: `${percent(ratio)} of ${requests} requests good` };
}
