import { labelKey } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { requiredSeries, selectorsOf } from '../../stack/alerting/series.js';
import { gapsBetween, type Period, shortestGaps } from '../observe/evaluations.js';
import type { PrometheusClient, Series } from '../observe/prometheus.js';
import type { RunEvent } from '../record/events.js';
import type { RunContext } from './context.js';
import { runbookLinks } from './runbook-links.js';

/** Enough for the series behind a handful of rules. */
const MOST_SERIES = 12;
// A chart must also show what was normal.
const CONTEXT_MS: Milliseconds = 10_000;
const LOG_LINES_A_SERVICE = 4;
const LOG_LINE_LENGTH = 300;
const TELLING = /error|fail|refus|fatal|panic|crash|denied|timed? ?out|unreachable|aborted/i;

/** Collects what is only available afterwards: raw `ALERTS` samples, the series behind the expected rules, how busy the machines were, relevant log lines. */
export async function collectEvidence(context: RunContext, from: Milliseconds): Promise<void> {
  const to = Math.round(context.clock.now());
  const before = Math.min(from - CONTEXT_MS, context.journal.lines[0]?.at ?? from);
  const collect = [
    alertsWindow(context, { from, to }),
    keySeries(context, { from: before, to }),
    hostEvent(context, { from: before, to }),
    logExcerpts(context, from),
    runbookLinks(context),
  ];
  for (const events of collect) {
    // Evidence that cannot be collected is missing from the report, and the verdict takes that into account; it does not fail the run.
    for (const event of await events.catch(() => [])) await context.journal.append(event);
  }
}

async function alertsWindow({ clients, supervised, recorder }: RunContext, window: Period): Promise<readonly RunEvent[]> {
  const { from, to } = window;
  const { evaluationMs } = supervised.pipeline.times;
  const [alerts, missed] = await Promise.all([
    clients.prometheus.raw(`ALERTS[${range(window)}]`, to),
    missedEvaluations(clients.prometheus, window),
  ]);
  const mostMs = 2.5 * evaluationMs;
  // An evaluation writes one sample of a firing alert: one that fired all the time without a gap shows that nothing was missed. Without one,
  // what the looks saw of the groups' own stamps has to do, which a look that failed leaves with a gap.
  const seen = recorder.evaluations.gaps(window, mostMs);
  const accounts = [...alerts.map(({ points }) => gapsBetween(timesOf(points), window, mostMs)), ...(seen ? [seen] : [])];
  const gaps = shortestGaps(accounts) ?? [window];
  return [
    {
      type: 'alerts-window',
      from,
      to,
      stepMs: evaluationMs,
      complete: gaps.length === 0 && missed === 0,
      ...(gaps.length > 0 && { gaps }),
      alerts: alerts.flatMap(alertInWindow),
    },
  ];
}

const timesOf = (points: Series['points']): readonly Milliseconds[] => points.map(([time]) => time);

async function missedEvaluations(prometheus: PrometheusClient, window: Period): Promise<number> {
  const query = `sum(increase(prometheus_rule_group_iterations_missed_total[${range(window)}]))`;
  return (await prometheus.query(query, window.to))[0]?.value ?? 0;
}

async function hostEvent({ clients, recorder, supervised }: RunContext, window: Period): Promise<readonly RunEvent[]> {
  const { prometheus } = clients;
  const [durations, missed] = await Promise.all([
    prometheus.query(`max by (job) (max_over_time(scrape_duration_seconds[${range(window)}]))`, window.to),
    missedEvaluations(prometheus, window),
  ]);
  const scrapes = durations.map(({ labels, value }) => ({
    job: labels.job ?? '',
    longestMs: Math.round(value * 1_000),
    timeoutMs: supervised.pipeline.times.scrapeTimeoutMs,
  }));
  return [{ type: 'host', ...recorder.starvation(), scrapes, missedEvaluations: Math.round(missed) }];
}

function alertInWindow({ labels, points }: Series): Extract<RunEvent, { type: 'alerts-window' }>['alerts'] {
  const { __name__: _name, alertname = '', alertstate, ...rest } = labels;
  const [first, last] = [points[0]?.[0], points.at(-1)?.[0]];
  if (first === undefined || last === undefined) return [];
  const state = alertstate === 'firing' ? 'firing' : 'pending';
  return [{ alertname, labels: { alertname, ...rest }, state, first, last, samples: points.length }];
}

async function keySeries({ clients, plans }: RunContext, window: Period): Promise<readonly RunEvent[]> {
  const selectors = [...new Set(plans.flatMap(({ rule }) => (rule ? selectorsOf(requiredSeries(rule.expr)) : [])))];
  const events = await Promise.all(
    selectors.slice(0, MOST_SERIES).map((selector) => seriesEvent(clients.prometheus, selector, window)),
  );
  return events.filter(({ series }) => series.length > 0);
}

async function seriesEvent(
  prometheus: PrometheusClient,
  selector: string,
  window: Period,
): Promise<Extract<RunEvent, { type: 'series' }>> {
  const query = `${selector}[${range(window)}]`;
  const all = await prometheus.raw(query, window.to);
  const series = [...all].sort((a, b) => labelKey(a.labels).localeCompare(labelKey(b.labels))).slice(0, MOST_SERIES);
  return { type: 'series', name: selector, query, unit: '', series };
}

async function logExcerpts({ supervised }: RunContext, from: Milliseconds): Promise<readonly RunEvent[]> {
  const instances = [...supervised.targets.values()].flat();
  const services = instances.map(async ({ id, instance: service }): Promise<RunEvent[]> => {
    const events: RunEvent[] = [];
    for await (const { time, text } of supervised.engine.logs(id, { since: from })) {
      if (TELLING.test(text))
        events.push({ type: 'log', service, time: Math.round(time), text: text.slice(0, LOG_LINE_LENGTH) });
      if (events.length >= LOG_LINES_A_SERVICE) break;
    }
    return events;
  });
  return (await Promise.all(services)).flat();
}

const range = ({ from, to }: Period): string => `${Math.ceil((to - from) / 1_000)}s`;
