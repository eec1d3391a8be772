import { formatDuration } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import type { Condition } from '../model/condition.js';
import { BEFORE, waitsFor } from '../story/waiting.js';
import { type FoundCondition, type Steadiness, steadiness, unquiet, withConditions } from './conditions.js';
import { longest, type RunContext } from './context.js';
import { preflightLimitMs, quietLimitMs, quietMs } from './limits.js';
import { readCondition } from './read-condition.js';
import { unready } from './unready.js';
import { inPhase, some, waitUntil } from './wait.js';
import { watchConditions } from './watch-conditions.js';

/**
 * Preflight, after at least one scrape of every target that began in this run: the rules of the expected alerts are evaluated and their
 * series are there.
 */
export async function preflight(context: RunContext): Promise<boolean> {
  const { recorder, clock, supervised } = context;
  const start = clock.now();
  const { scrapeMs } = supervised.pipeline.times;
  const expected = new Set(context.scenario.expect.map(({ alert }) => alert));
  return inPhase(context, 'preflight', () =>
    waitUntil(context, preflightLimitMs(supervised.pipeline), () =>
      unready(recorder.latest(), { expected, start, now: clock.now(), scrapeMs }),
    ),
  ).then(() => (recorder.latest().absentSeries ?? ['']).length === 0);
}

/** Quiet in three evaluations in a row, and the steady state: under load if there is a load source, and its conditions. */
export async function quietAndSteady(context: RunContext): Promise<boolean> {
  const { scenario, clock } = context;
  const read = (condition: Condition) => readCondition(context, condition);
  const watch = watchConditions(scenario.steadyState.conditions ?? [], { clock, read });
  return settle(context, watch.found).finally(watch.stop);
}

async function settle(
  context: RunContext,
  conditionsSince: (since: Milliseconds) => readonly FoundCondition[],
): Promise<boolean> {
  const { scenario, supervised, recorder, journal, clock, plans, watch, clients, story } = context;
  const { pipeline } = supervised;
  const { evaluationMs } = pipeline.times;
  const loadFrom = clock.now();
  const drainMs = longest(plans.map(({ detection }) => detection?.inForce.parts.groupIntervalMs));
  const heardMs = longest(watch.silences.map(({ bounds }) => bounds?.inForce.periodMs));
  const limitMs = quietLimitMs(pipeline, drainMs) + heardMs;
  // A group that has just become empty sends nothing for one more interval (the lost incident), even if that was before this run.
  const drainedAt = (await lastActivity(context, drainMs)) + drainMs + evaluationMs;
  let quietSince = clock.now();
  let neededMs = quietMs(pipeline);
  let load: Steadiness = { holds: false, requests: 0, good: 0, reason: 'no requests yet' };
  const found = () => conditionsSince(quietSince);
  const holds = await inPhase(context, 'quiet', () =>
    waitUntil(context, limitMs, () => {
      const reasons = unquiet(scenario, recorder.latest());
      if (reasons.length > 0) {
        quietSince = clock.now();
        neededMs = quietMs(pipeline) + drainMs;
        return `quiet: ${some(reasons)}`;
      }
      load = steadiness(loadRecords(context), Math.max(loadFrom, quietSince) - 1_000, scenario.steadyState);
      if (clock.now() - quietSince < neededMs) return 'three quiet evaluations';
      if (clock.now() < drainedAt) return 'the groups of the last incident to drain';
      const unheardOf = waitsFor({ expectations: [], silences: story().silences }, BEFORE);
      if (unheardOf !== undefined) return unheardOf;
      if (clients.load && !load.holds) return 'the steady state under load';
      const open = found().filter(({ state }) => state !== 'holds');
      return open.length === 0 ? undefined : `the steady state: ${some(open.map(({ condition }) => condition))}`;
    }),
  );
  // With neither a load source nor conditions there is no steady state to judge: all that is known is that the monitoring is quiet.
  const conditions = found();
  if (!clients.load && conditions.length === 0 && holds) return true;
  const state = withConditions(clients.load ? load : undefined, conditions);
  const reason = holds ? state.reason : whyNot(context, state);
  await journal.append({ type: 'steady', moment: 'before', ...state, holds, reason });
  return holds;
}

// When an expected alert last fired, if that still matters; otherwise 0.
async function lastActivity({ scenario, clients, clock }: RunContext, withinMs: Milliseconds): Promise<Milliseconds> {
  if (withinMs <= 0) return 0;
  const expected = new Set(scenario.expect.map(({ alert }) => alert));
  const fired = await clients.prometheus.raw(`ALERTS{alertstate="firing"}[${formatDuration(withinMs)}]`, clock.now());
  const times = fired.flatMap(({ labels, points }) =>
    expected.has(labels.alertname ?? '') ? points.map(([time]) => time) : [],
  );
  return Math.max(0, ...times);
}

/** What users have seen so far, from the journal. */
export const loadRecords = ({ journal }: Pick<RunContext, 'journal'>) =>
  journal.lines.flatMap((line) => (line.type === 'load' ? [line.record] : []));

function whyNot({ scenario, recorder }: RunContext, state: Steadiness): string {
  const reasons = unquiet(scenario, recorder.latest());
  return reasons.length > 0 ? some(reasons, 10) : state.reason;
}

/** Everything that is firing or pending now, by fingerprint if Alertmanager has it: recorded, never counted. */
export async function recordBaseline({ recorder, journal }: RunContext): Promise<void> {
  const { alerts = new Map(), alertmanagerAlerts = new Map() } = recorder.latest();
  const known = [...alertmanagerAlerts.values()];
  await journal.append({
    type: 'baseline',
    alerts: [...alerts.values()].map(({ alertname, labels }) => {
      const match = known.find((one) => Object.entries(labels).every(([name, value]) => one.labels[name] === value));
      return { alertname, labels, ...(match && { fingerprint: match.fingerprint }) };
    }),
  });
}
