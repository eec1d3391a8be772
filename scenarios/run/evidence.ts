import { labelKey } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { requiredSeries, selectorsOf } from '../../stack/alerting/series.js';
import type { PrometheusClient, Series } from '../observe/prometheus.js';
import type { RunEvent } from '../record/events.js';
import type { RunContext } from './context.js';

/** Enough for the series behind a handful of rules. */
const MOST_SERIES = 12;
// A chart needs to show what was normal.
const CONTEXT_MS: Milliseconds = 10_000;
const LOG_LINES_A_SERVICE = 4;
const LOG_LINE_LENGTH = 300;
const TELLING = /error|fail|refus|fatal|panic|crash|denied|timed? ?out|unreachable|aborted/i;

/** Collects what only shows afterwards: raw `ALERTS` samples, the series behind the expected rules, telling log lines. */
export async function collectEvidence(context: RunContext, from: Milliseconds): Promise<void> {
  const to = Math.round(context.clock.now());
  const before = Math.min(from - CONTEXT_MS, context.journal.lines[0]?.at ?? from);
  const collect = [alertsWindow(context, from, to), keySeries(context, before, to), logExcerpts(context, from)];
  for (const events of collect) {
    // Evidence that cannot be had is missing from the report, and the verdict says what follows; it is no error of the run.
    for (const event of await events.catch(() => [])) await context.journal.append(event);
  }
}

async function alertsWindow(
  { clients, supervised, recorder }: RunContext,
  from: Milliseconds,
  to: Milliseconds,
): Promise<readonly RunEvent[]> {
  const { evaluationMs } = supervised.times;
  const [alerts, missed] = await Promise.all([
    clients.prometheus.raw(`ALERTS[${range(from, to)}]`, to),
    clients.prometheus.query(`sum(increase(prometheus_rule_group_iterations_missed_total[${range(from, to)}]))`, to),
  ]);
  const watchdog = alerts.find(({ labels }) => labels.alertname === 'Watchdog');
  const gapless = watchdog
    ? withoutGaps(watchdog, { from, to }, 2.5 * evaluationMs)
    : recorder.latest().monitoring.prometheus === 'ok';
  const complete = gapless && (missed[0]?.value ?? 0) === 0;
  return [{ type: 'alerts-window', from, to, stepMs: evaluationMs, complete, alerts: alerts.flatMap(alertInWindow) }];
}

// One evaluation writes one sample of a firing alert: a gap in one that always fires is a time without evaluation.
function withoutGaps(
  { points }: Series,
  window: { readonly from: Milliseconds; readonly to: Milliseconds },
  mostMs: Milliseconds,
): boolean {
  const times = [window.from, ...points.map(([time]) => time).filter((time) => time >= window.from), window.to];
  return times.every((time, i) => i === 0 || time - (times[i - 1] as number) <= mostMs);
}

function alertInWindow({ labels, points }: Series): Extract<RunEvent, { type: 'alerts-window' }>['alerts'] {
  const { __name__: _name, alertname = '', alertstate, ...rest } = labels;
  const [first, last] = [points[0]?.[0], points.at(-1)?.[0]];
  if (first === undefined || last === undefined) return [];
  const state = alertstate === 'firing' ? 'firing' : 'pending';
  return [{ alertname, labels: { alertname, ...rest }, state, first, last, samples: points.length }];
}

async function keySeries({ clients, plans }: RunContext, from: Milliseconds, to: Milliseconds): Promise<readonly RunEvent[]> {
  const selectors = [...new Set(plans.flatMap(({ rule }) => (rule ? selectorsOf(requiredSeries(rule.expr)) : [])))];
  const events = await Promise.all(
    selectors.slice(0, MOST_SERIES).map((selector) => seriesEvent(clients.prometheus, selector, { from, to })),
  );
  return events.filter(({ series }) => series.length > 0);
}

async function seriesEvent(
  prometheus: PrometheusClient,
  selector: string,
  { from, to }: { readonly from: Milliseconds; readonly to: Milliseconds },
): Promise<Extract<RunEvent, { type: 'series' }>> {
  const query = `${selector}[${range(from, to)}]`;
  const all = await prometheus.raw(query, to);
  const series = [...all].sort((a, b) => labelKey(a.labels).localeCompare(labelKey(b.labels))).slice(0, MOST_SERIES);
  return { type: 'series', name: selector, query, unit: '', series };
}

async function logExcerpts({ supervised }: RunContext, from: Milliseconds): Promise<readonly RunEvent[]> {
  const services = [...supervised.instances].map(async ([service, { id }]): Promise<RunEvent[]> => {
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

const range = (from: Milliseconds, to: Milliseconds): string => `${Math.ceil((to - from) / 1_000)}s`;
