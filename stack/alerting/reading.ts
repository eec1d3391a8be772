import type { Milliseconds } from '../../core/time.js';
import { holdOf } from './bounds.js';
import { acceptsAll } from './matchers.js';
import type { AlertRule, RecordingRule, RuleFile, ScrapeJob } from './model.js';
import { type Selector, selectorsIn } from './selectors.js';

/** Where series come from: scrapes, and the rules that write some. */
export interface Sources {
  readonly jobs: readonly ScrapeJob[];
  readonly rules: readonly RuleFile[];
  /** Of groups that have no interval of their own. */
  readonly evaluationMs: Milliseconds;
}

/** What a rule depends on. */
export interface Reading {
  readonly jobs: readonly ScrapeJob[];
  /** The longest that rules in between take to follow a scrape. */
  readonly upstreamMs: Milliseconds;
}

type AnyRule = AlertRule | RecordingRule;

const NOTHING: Reading = { jobs: [], upstreamMs: 0 };

/**
 * The jobs that an expression can read, directly or through recording rules and `ALERTS`, and what that takes beside the scrape. An upper
 * bound: a selector without a matcher of `job` reads every job, as does one whose job or alert is not in the configuration (its series come
 * from elsewhere) and an expression that cannot be parsed. An expression without selectors reads nothing.
 */
export const readingOf = (rule: AnyRule, sources: Sources): Reading => read(rule, sources, [rule]);

function read(rule: AnyRule, sources: Sources, path: readonly AnyRule[]): Reading {
  const selectors = selectorsIn(rule.expr);
  if (selectors === undefined) return { jobs: sources.jobs, upstreamMs: 0 };
  return merge(selectors.map((selector) => readSelector(selector, sources, path)));
}

function readSelector(selector: Selector, sources: Sources, path: readonly AnyRule[]): Reading {
  const writers = writersOf(selector, sources.rules);
  // A rule that reads itself, even through others, is followed once.
  const followed = writers.filter((writer) => !path.includes(writer)).map((writer) => follow(writer, sources, path));
  if (selector.name !== undefined && writers.length > 0) return merge(followed);
  return merge([{ jobs: jobsOf(selector, sources.jobs), upstreamMs: 0 }, ...followed]);
}

function follow(writer: AnyRule, sources: Sources, path: readonly AnyRule[]): Reading {
  const { jobs, upstreamMs } = read(writer, sources, [...path, writer]);
  return { jobs, upstreamMs: upstreamMs + delayOf(writer, path.at(-1), sources.evaluationMs) };
}

// An alert is seen after its `for`, and its end after its keep_firing_for.
function delayOf(writer: AnyRule, reader: AnyRule | undefined, evaluationMs: Milliseconds): Milliseconds {
  const periodMs = writer.intervalMs ?? evaluationMs;
  const holdMs = 'forMs' in writer ? holdOf(Math.max(writer.forMs, writer.keepFiringForMs), periodMs) : 0;
  return (reader && isBefore(writer, reader) ? 0 : periodMs) + holdMs;
}

// The rules of a group are evaluated one after another, each with what those before it have just written (rules.Group.Eval).
const isBefore = (writer: AnyRule, reader: AnyRule): boolean =>
  writer.file === reader.file &&
  writer.group === reader.group &&
  (writer.line < reader.line || (writer.line === reader.line && writer.column < reader.column));

const writersOf = ({ matchers }: Selector, files: readonly RuleFile[]): readonly AnyRule[] => {
  const names = matchers.filter(({ name }) => name === '__name__');
  const alerts = matchers.filter(({ name }) => name === 'alertname');
  const readsAlerts = ['ALERTS', 'ALERTS_FOR_STATE'].some((name) => acceptsAll(names, { __name__: name }));
  return files.flatMap(({ rules, records }) => [
    ...records.filter((record) => acceptsAll(names, { __name__: record.name })),
    ...(readsAlerts ? rules.filter((rule) => acceptsAll(alerts, { alertname: rule.name })) : []),
  ]);
};

function jobsOf({ matchers }: Selector, jobs: readonly ScrapeJob[]): readonly ScrapeJob[] {
  const wanted = matchers.filter(({ name }) => name === 'job');
  const read = jobs.filter(({ jobLabels }) => jobLabels === 'any' || jobLabels.some((job) => acceptsAll(wanted, { job })));
  return read.length > 0 ? read : jobs;
}

const merge = (readings: readonly Reading[]): Reading =>
  readings.reduce(
    (all, { jobs, upstreamMs }) => ({
      jobs: [...new Set([...all.jobs, ...jobs])],
      upstreamMs: Math.max(all.upstreamMs, upstreamMs),
    }),
    NOTHING,
  );
