import { relative } from 'node:path';
import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import type { RunResult } from '../../scenarios/judge/result.js';
import { OUTCOMES } from '../../scenarios/model/verdict.js';
import type { Distribution } from '../../scenarios/series/distribution.js';
import type { ExpectationSummary, ScenarioSummary, SeriesSummary } from '../../scenarios/series/summary.js';
import type { Palette } from './palette.js';
import { formatTable } from './table.js';
import { outcomeText, verdictText } from './verdict.js';

/** One run of a series for people: a line if it passed, everything otherwise. */
export function seriesRunText(result: RunResult, cwd: string, paint: Palette): string {
  if (result.outcome !== 'passed') return `${verdictText(result, cwd, paint)}\n`;
  const report = relative(cwd, result.files.report) || result.files.report;
  return `${outcomeText(result.outcome, paint)} ${paint.bold(result.scenario)} in ${formatSpan(result.durationMs)}, report ${report}\n`;
}

/** A series for people: how many runs ended how, and for each expectation its times beside their bounds. */
export function seriesText({ stack, planned, runs, scenarios }: SeriesSummary): string {
  const counts = OUTCOMES.map((outcome) => [outcome, runs.filter((run) => run.outcome === outcome).length] as const);
  const outcomes = counts.filter(([, count]) => count > 0).map(([outcome, count]) => `${count} ${outcome}`);
  const ran = runs.length === planned ? `${planned} runs` : `${runs.length} of ${planned} runs`;
  const head = `${ran} on stack ${stack}${outcomes.length === 0 ? '' : `: ${outcomes.join(', ')}`}\n`;
  if (scenarios.length === 0) return head;
  const several = scenarios.some((scenario) => scenario.runs > 1);
  const heading = [
    'SCENARIO',
    'OUTCOME',
    'TOOK',
    'ALERT',
    ...(several ? MANY : ONE).map(([title]) => title),
    'FLOOR',
    'CEILING',
  ];
  return `${head}\n${formatTable([heading, ...scenarios.flatMap((scenario) => rowsOf(scenario, several))])}`;
}

type Column = readonly [title: string, value: (times: Distribution) => Milliseconds | undefined];

const ONE: readonly Column[] = [['NOTIFIED', ({ medianMs }) => medianMs]];
const MANY: readonly Column[] = [
  ['MIN', ({ minMs }) => minMs],
  ['MEDIAN', ({ medianMs }) => medianMs],
  ['P95', ({ p95Ms }) => p95Ms],
  ['MAX', ({ maxMs }) => maxMs],
];

function rowsOf({ scenario, outcomes, durationMs, expectations }: ScenarioSummary, several: boolean): readonly string[][] {
  const ended = Object.entries(outcomes).map(([outcome, count]) => (several ? `${count} ${outcome}` : outcome));
  const first = [scenario, ended.join(', '), formatSpan(durationMs.medianMs)];
  if (expectations.length === 0) return [first];
  return expectations.map((expectation, i) => [...(i === 0 ? first : ['', '', '']), ...cellsOf(expectation, several)]);
}

function cellsOf({ alert, until, timeMs, floorMs, ceilingMs }: ExpectationSummary, several: boolean): readonly string[] {
  const times = (several ? MANY : ONE).map(([, value]) => span(timeMs && value(timeMs)));
  // Without a message the time is the one until it fired.
  const name = until === 'firing' && timeMs ? `${alert} (firing)` : alert;
  return [name, ...times, span(floorMs), span(ceilingMs)];
}

const span = (ms: Milliseconds | undefined) => (ms === undefined ? '-' : formatSpan(ms));
