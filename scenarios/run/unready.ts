import type { Milliseconds } from '../../core/time.js';
import type { Latest } from '../observe/memory.js';
import { some } from './wait.js';

// A stack that was deployed a second ago has exporters that have not been scraped successfully yet.
const ABSENT_PATIENCE_MS: Milliseconds = 5_000;

/** What a run needs of Prometheus before it injects anything. */
export interface Readiness {
  /** Names of the expected alerts. */
  readonly expected: ReadonlySet<string>;
  /** When the run began, and now. */
  readonly start: Milliseconds;
  readonly now: Milliseconds;
  readonly scrapeMs: Milliseconds;
}

/**
 * What must still happen before Prometheus can be relied on; `undefined` if nothing. Its rules must have been evaluated and its targets scraped in this run. A Prometheus
 * that has just been started evaluates at once, but knows no target for the first five seconds and shows old samples until then: without targets it is not ready.
 */
export function unready(
  { targets, rules, absentSeries }: Pick<Latest, 'targets' | 'rules' | 'absentSeries'>,
  { expected, start, now, scrapeMs }: Readiness,
): string | undefined {
  if (!targets || !rules || !absentSeries) return 'Prometheus to answer';
  const idle = rules.filter(({ name, lastEvaluation }) => expected.has(name) && lastEvaluation < start);
  if (idle.length > 0) return `an evaluation of ${some(idle.map(({ name }) => name))}`;
  if (targets.length === 0) return 'Prometheus to know its targets';
  const stale = targets.filter(({ lastScrape }) => lastScrape < start).map(({ job }) => job);
  if (stale.length > 0) return `a fresh scrape of ${some([...new Set(stale)])}`;
  if (absentSeries.length === 0) return undefined;
  // Absent in the fresh scrapes and one period later: it is not coming.
  return now - start > ABSENT_PATIENCE_MS + 3 * scrapeMs ? undefined : `the series ${some(absentSeries)}`;
}
