import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import type { LoadRecord } from '../../stack/services/contracts.js';
import type { Reading } from '../model/condition.js';
import type { Scenario, SteadyState } from '../model/scenario.js';
import { type Latest, SOURCE_NAMES, type SourceName } from '../observe/memory.js';

/** An alert that is always on, or that describes the machine and not the stack, says nothing about quiet. */
export const isAlwaysOn = (name: string, labels: Readonly<Record<string, string>>): boolean =>
  name === 'Watchdog' || labels.severity === 'none' || labels.layer === 'host';

/**
 * What disturbs the quiet, in words; empty if all is quiet. A source that has not answered, or no longer answers, is not quiet: the last
 * answer of a source that has died says nothing about now.
 */
export function unquiet(
  scenario: Pick<Scenario, 'expect' | 'allow'>,
  { alerts, alertmanagerAlerts, targets, monitoring }: Latest,
): readonly string[] {
  const silent = Object.entries(monitoring.sources)
    .filter(([, state]) => state !== 'ok')
    .map(([source]) => `${SOURCE_NAMES[source as SourceName] ?? source} does not answer`);
  if (silent.length > 0) return silent;
  if (!alerts || !alertmanagerAlerts || !targets) return ['Prometheus and Alertmanager have not answered yet'];
  const expected = new Set(scenario.expect.map(({ alert }) => alert));
  // An expected alert that is active before the fault could not be distinguished from its effect.
  const disturbs = (name: string, labels: Readonly<Record<string, string>>) =>
    expected.has(name) || !(scenario.allow.includes(name) || isAlwaysOn(name, labels));
  return [
    ...[...alerts.values()].filter((a) => disturbs(a.alertname, a.labels)).map((a) => `${a.alertname} is ${a.state}`),
    ...[...alertmanagerAlerts.values()]
      .filter((a) => disturbs(a.labels.alertname ?? '', a.labels))
      .map((a) => `Alertmanager holds ${a.labels.alertname}`),
    ...targets.filter(({ health }) => health !== 'up').map((t) => `target ${t.job} ${t.instance} is ${t.health}`),
  ];
}

/** The steady state as the user sees it, over one period. */
export interface Steadiness {
  readonly holds: boolean;
  readonly requests: number;
  readonly good: number;
  readonly reason: string;
  /** The seconds that were judged, epoch ms; absent without any. */
  readonly from?: Milliseconds;
  readonly to?: Milliseconds;
  /** What was found of the conditions besides; absent without any. */
  readonly conditions?: readonly FoundCondition[];
}

/** A condition in words, with its latest reading. */
export interface FoundCondition extends Reading {
  readonly condition: string;
  /** Since when every look has found the same, epoch ms. */
  readonly since?: Milliseconds;
}

/** A steady state that needs its conditions as well. Without a load source (`undefined`) they are all that there is. */
export function withConditions(load: Steadiness | undefined, conditions: readonly FoundCondition[]): Steadiness {
  const open = conditions.filter(({ state }) => state !== 'holds');
  const reasons = [
    ...(load && (!load.holds || open.length === 0) ? [load.reason] : []),
    ...(open.length > 0 ? open : conditions).map(({ condition, value }) => `${condition} (${value})`),
  ];
  return {
    ...(load ?? { requests: 0, good: 0 }),
    holds: (load?.holds ?? true) && open.length === 0,
    reason: reasons.join('; '),
    ...(conditions.length > 0 && { conditions }),
  };
}

/** Judges all whole seconds from `since` (epoch ms) on. Zero requests are not steady. */
export const steadiness = (records: readonly LoadRecord[], since: Milliseconds, wanted: SteadyState): Steadiness =>
  judgeWindow(
    records.filter(({ second }) => second * 1_000 >= since),
    wanted,
    wanted.minRequests,
  );

/** The run never waits for more requests than this, however close to 1 the wanted ratio is. */
const MOST_REQUESTS = 100;

/**
 * Judges whether the steady state holds again, from `since` (epoch ms) on: the last seconds that hold enough requests, failures included. It
 * takes as many as are needed to distinguish the ratio from 1: with 0.99 wanted, one failure among 30 requests would already be too much, and none
 * among them proves nothing.
 */
export function recovered(records: readonly LoadRecord[], since: Milliseconds, wanted: SteadyState): Steadiness {
  const needed = Math.max(
    wanted.minRequests,
    wanted.minGoodRatio < 1 ? Math.min(MOST_REQUESTS, Math.ceil(1 / (1 - wanted.minGoodRatio))) : 0,
  );
  const counted = records.filter(({ second }) => second * 1_000 >= since);
  let requests = 0;
  let first = counted.length;
  while (first > 0 && requests < needed) requests += counted[--first]?.requests ?? 0;
  return judgeWindow(counted.slice(first), wanted, needed);
}

function judgeWindow(window: readonly LoadRecord[], { minGoodRatio }: SteadyState, needed: number): Steadiness {
  const requests = window.reduce((sum, record) => sum + record.requests, 0);
  const good = requests - window.reduce((sum, record) => sum + record.failed, 0);
  const ratio = requests === 0 ? 0 : good / requests;
  const [first, last] = [window[0], window.at(-1)];
  const stretch = first && last ? { from: first.second * 1_000, to: (last.second + 1) * 1_000 } : undefined;
  const measured = { requests, good, ...stretch };
  if (requests < needed) return { holds: false, ...measured, reason: `${requests} of at least ${needed} requests` };
  const within = stretch ? ` within ${formatSpan(stretch.to - stretch.from)}` : '';
  const share = `${percent(ratio)} of ${requests} requests good${within}`;
  if (ratio < minGoodRatio) return { holds: false, ...measured, reason: `${share}, at least ${percent(minGoodRatio)} wanted` };
  return { holds: true, ...measured, reason: share };
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
