import type { Milliseconds } from '../../core/time.js';
import { requiredSeries, selectorsOf } from '../../stack/alerting/series.js';
import type { JournalLine } from '../record/events.js';

type Point = readonly [at: Milliseconds, value: number];

/** The raw samples that a rule reads, as far as the journal has them. */
export interface RuleSamples {
  /** The first sample at or after the injection that differs from those before it. */
  firstBad(injectedAt: Milliseconds): Milliseconds | undefined;
  /** The first sample at or after the repair that again equals those before the injection. */
  firstGood(injectedAt: Milliseconds, undoneAt: Milliseconds): Milliseconds | undefined;
}

/**
 * Looks for the samples by which a fault entered the monitoring and left it. The journal holds raw samples of every selector that the rule
 * cannot do without. A gauge shows it by its value; for a counter, which changes all the time, the first sample after the event counts, since no
 * earlier one can reflect it.
 */
export function ruleSamples(expr: string, lines: readonly JournalLine[]): RuleSamples {
  // Samples are collected at the end of a run: until then there is no reason to read the rule.
  const collected = lines.filter((line) => line.type === 'series');
  const selectors = new Set(collected.length === 0 ? [] : selectorsOf(requiredSeries(expr)));
  const all = collected
    .filter(({ name }) => selectors.has(name))
    .flatMap(({ name, series }) => series.map(({ points }) => ({ counter: isCounter(name), points })));
  const earliest = (moments: readonly (Milliseconds | undefined)[]) => {
    const known = moments.filter((moment) => moment !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  };
  const changed = all.filter(({ counter, points }) => counter || new Set(points.map(([, value]) => value)).size > 1);
  return {
    firstBad: (injectedAt) =>
      earliest(
        changed.map(({ counter, points }) => {
          const usual = valueBefore(points, injectedAt);
          return points.find(([at, value]) => at >= injectedAt && (counter || value !== usual))?.[0];
        }),
      ),
    firstGood: (injectedAt, undoneAt) =>
      earliest(
        changed.map(({ counter, points }) => {
          const usual = valueBefore(points, injectedAt);
          return points.find(([at, value]) => at >= undoneAt && (counter || value === usual))?.[0];
        }),
      ),
  };
}

const valueBefore = (points: readonly Point[], at: Milliseconds): number | undefined =>
  points.findLast(([time]) => time < at)?.[1];

const isCounter = (selector: string): boolean => /^[a-zA-Z_:][\w:]*_(?:total|count|sum|bucket)\b/.test(selector);
