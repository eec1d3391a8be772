import { type ExitCode, strongestExit } from '../../core/errors.js';
import { groupBy } from '../../core/group.js';
import type { Milliseconds } from '../../core/time.js';
import type { Detection, RunResult } from '../judge/result.js';
import { OUTCOMES, type Outcome } from '../model/verdict.js';
import { type Distribution, distributionOf } from './distribution.js';

/** What several runs in a row came to: what `incident` prints of them with `--output json`. */
export interface SeriesSummary {
  readonly schema: 1;
  readonly stack: string;
  /** How many runs were asked for; fewer took place if the series ended early. */
  readonly planned: number;
  /** The worst of all runs, in the precedence of exit codes. */
  readonly exitCode: ExitCode;
  /** In the order in which they took place. */
  readonly runs: readonly SeriesRun[];
  /** By scenario, in the order of their first runs. */
  readonly scenarios: readonly ScenarioSummary[];
  /** What ended the series early, if it was no run. */
  readonly error?: SeriesError;
}

/** What ended a series. */
export interface SeriesError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly exitCode: ExitCode;
}

/** One run of a series. */
export type SeriesRun = Pick<RunResult, 'run' | 'scenario' | 'outcome' | 'exitCode' | 'startedAt' | 'durationMs'> & {
  readonly report: string;
};

/** The runs of one scenario. */
export interface ScenarioSummary {
  readonly scenario: string;
  readonly runs: number;
  /** How many runs ended how; outcomes that did not occur are absent. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly durationMs: Distribution;
  readonly expectations: readonly ExpectationSummary[];
}

/** One expectation over all runs, from the fault. */
export interface ExpectationSummary {
  readonly alert: string;
  /** What the time was measured to: the last expected message, or firing if none of the runs had a message. */
  readonly until: 'notified' | 'firing';
  /** Absent if it happened in no run. */
  readonly timeMs?: Distribution;
  readonly floorMs: Milliseconds;
  readonly ceilingMs: Milliseconds;
}

/** What a series consists of. */
export interface SeriesParts {
  readonly stack: string;
  readonly planned: number;
  readonly results: readonly RunResult[];
  readonly error?: SeriesError | undefined;
}

/** Summarises the runs of a series, however few of them took place. Pure. */
export function summarise({ stack, planned, results, error }: SeriesParts): SeriesSummary {
  const exits = [...results.map(({ exitCode }) => exitCode as ExitCode), ...(error ? [error.exitCode] : [])];
  return {
    schema: 1,
    stack,
    planned,
    exitCode: strongestExit(exits),
    runs: results.map(toRun),
    scenarios: [...groupBy(results, ({ scenario }) => scenario)].map(([scenario, own]) => toScenario(scenario, own)),
    ...(error && { error }),
  };
}

const toRun = ({ run, scenario, outcome, exitCode, startedAt, durationMs, files }: RunResult): SeriesRun => ({
  run,
  scenario,
  outcome,
  exitCode,
  startedAt,
  durationMs,
  report: files.report,
});

function toScenario(scenario: string, results: readonly RunResult[]): ScenarioSummary {
  const counts = OUTCOMES.map((outcome) => [outcome, results.filter((one) => one.outcome === outcome).length] as const);
  const detections = groupBy(
    results.flatMap(({ detection }) => detection),
    ({ alert }) => alert,
  );
  return {
    scenario,
    runs: results.length,
    outcomes: Object.fromEntries(counts.filter(([, count]) => count > 0)),
    durationMs: distributionOf(results.map(({ durationMs }) => durationMs)) as Distribution,
    expectations: [...detections].map(([alert, own]) => toExpectation(alert, own)),
  };
}

// A run whose message did not arrive has no time to notify: its firing must not take that place.
function toExpectation(alert: string, detections: readonly Detection[]): ExpectationSummary {
  const notified = detections.flatMap(({ notifiedMs }) => notifiedMs ?? []);
  const firing = detections.flatMap(({ firingMs }) => firingMs ?? []);
  const timeMs = distributionOf(notified.length > 0 ? notified : firing);
  return {
    alert,
    until: notified.length > 0 ? 'notified' : 'firing',
    ...(timeMs && { timeMs }),
    // They follow from the configuration: if it changed in between, the widest bounds cover every run.
    floorMs: Math.min(...detections.map(({ floorMs }) => floorMs)),
    ceilingMs: Math.max(...detections.map(({ ceilingMs }) => ceilingMs)),
  };
}
