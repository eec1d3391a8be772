import { groupBy } from '../../../core/group.js';
import { labelKey } from '../../../core/labels.js';
import type { linesOf } from '../../view/view.js';

/** The samples of one query. */
export type SeriesLine = ReturnType<typeof linesOf<'series'>>[number];
/** One of its series. */
export type OneSeries = SeriesLine['series'][number];
/** Epoch ms and value. */
export type Point = OneSeries['points'][number];

/** A series that is shown. */
export interface Shown {
  readonly series: OneSeries;
  /** How many others have the same samples. */
  readonly alike: number;
}

/** Most rows of one query. */
const LIMIT = 8;
/** So few are worth a row each, whatever they show. */
const FEW = 4;

/** The query is the bare selector of a counter, by Prometheus' own naming. */
export function isCounter({ name }: SeriesLine): boolean {
  const metric = /^[a-zA-Z_:][\w:]*/.exec(name)?.[0] ?? '';
  return /_(?:total|count|sum|bucket)$/.test(metric) && name.replace(metric, '').replace(/^\{.*\}$/s, '') === '';
}

/** The series that have samples. A counter says nothing by its height: its increase per second does. */
export function readable(line: SeriesLine): readonly OneSeries[] {
  const present = line.series.filter(({ points }) => points.length > 0);
  if (!isCounter(line)) return present;
  return present.map(({ labels, points }) => ({ labels, points: increases(points) })).filter(({ points }) => points.length > 0);
}

// A value below the one before is a restart of the counter: it began again at zero.
const increases = (points: readonly Point[]): readonly Point[] =>
  points.slice(1).flatMap(([at, value], i): readonly Point[] => {
    const [before, from] = [points[i]?.[0] ?? at, points[i]?.[1] ?? value];
    return at > before ? [[at, ((value >= from ? value - from : value) * 1_000) / (at - before)]] : [];
  });

/**
 * The series that moved most, or all of them if none did; those with the same samples once.
 * @returns `still`: how many were left out.
 */
export function selected(all: readonly OneSeries[]): { readonly shown: readonly Shown[]; readonly still: number } {
  const alike = groupBy(all, ({ labels, points }) => (all.length <= FEW ? labelKey(labels) : JSON.stringify(points)));
  const rows = [...alike.values()].flatMap(([series, ...others]): Shown[] =>
    series ? [{ series, alike: others.length }] : [],
  );
  const moved = rows.filter(({ series }) => movement(series.points) > 0);
  const most = new Set(moved.toSorted((a, b) => movement(b.series.points) - movement(a.series.points)).slice(0, LIMIT));
  const shown = moved.length > 0 ? rows.filter((row) => most.has(row)) : rows.slice(0, LIMIT);
  return { shown, still: all.length - shown.reduce((n, row) => n + 1 + row.alike, 0) };
}

function movement(points: readonly Point[]): number {
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  return values.reduce((sum, value, i) => sum + Math.abs(value - (values[i - 1] ?? value)), 0);
}
