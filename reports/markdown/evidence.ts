import { formatLabels, type Labels, labelKey } from '../../core/labels.js';
import type { JournalLine } from '../../scenarios/record/events.js';
import { code, count, prose, table } from './format.js';
import { chart, number, range } from './sparkline.js';
import { linesOf, type Section, type View } from './view.js';

type SeriesLine = Extract<JournalLine, { type: 'series' }>;
type OneSeries = SeriesLine['series'][number];
type Point = OneSeries['points'][number];

/** Most label sets of one query. */
const LIMIT = 8;
const FEW = 4;

/** The key series over the whole window, the fault and the alerts marked below them. */
export const evidence: Section = {
  title: 'Key series',
  body: (view) => {
    const parts = linesOf(view.record, 'series')
      .map((line) => part(view, line))
      .filter((text) => text !== undefined);
    if (parts.length === 0) return undefined;
    const legend =
      'Each bar is the highest value of its slice of time, `·` a slice without a sample. Each row has its own scale, given at its end.';
    return `${legend}\n\n${parts.join('\n\n')}`;
  },
};

function part(view: View, line: SeriesLine): string | undefined {
  const { counter, all } = readable(line);
  const { shown, still } = selected(all);
  const name = namer(
    shown.map(({ series }) => series),
    line.name,
  );
  const rows = shown.map(({ series: { labels, points }, alike }) => ({
    label: alike === 0 ? name(labels) : `${shown.length === 1 ? line.name : name(labels)} (${alike + 1} series alike)`,
    points,
  }));
  const drawing = chart(view, rows);
  if (!drawing) return undefined;
  const heads = ['Series', 'Before the fault', 'During the fault', 'After the repair', 'Last value'];
  const figures =
    view.injectedAt === undefined
      ? table(
          ['Series', 'Values', 'Last value'],
          rows.map(({ label, points }) => [code(label), spread(points), last(points)]),
        )
      : table(
          heads,
          rows.map(({ label, points }) => [code(label), ...phases(view, points), last(points)]),
        );
  const rest =
    still > 0 ? [`${count(still, 'series', 'series')} of this query that moved less or not at all: in the journal.`] : [];
  return [heading(line, counter), drawing, figures, ...rest].join('\n\n');
}

function heading({ name, query, unit }: SeriesLine, counter: boolean): string {
  // A selector is its own name; a name in words needs its query beside it.
  const selector = query.startsWith(name);
  const units = [...(counter ? ['increase per second'] : []), ...(unit ? [prose(unit)] : [])].join(', ');
  const title = `### ${selector ? code(name) : prose(name)}${units ? ` (${units})` : ''}`;
  return selector ? title : `${title}\n\n${code(query, 400)}`;
}

/** A counter says nothing by its height: its increase does. */
function readable({ name, series }: SeriesLine): { readonly counter: boolean; readonly all: readonly OneSeries[] } {
  const present = series.filter(({ points }) => points.length > 0);
  const metric = /^[a-zA-Z_:][\w:]*/.exec(name)?.[0] ?? '';
  const counter = /_(?:total|count|sum|bucket)$/.test(metric) && name.replace(metric, '').replace(/^\{.*\}$/s, '') === '';
  if (!counter) return { counter, all: present };
  const all = present
    .map(({ labels, points }) => ({ labels, points: increases(points) }))
    .filter(({ points }) => points.length > 0);
  return { counter, all };
}

// A value below the one before is a restart of the counter: it began again at zero.
const increases = (points: readonly Point[]): readonly Point[] =>
  points.slice(1).flatMap(([at, value], i): readonly Point[] => {
    const [before, from] = [points[i]?.[0] ?? at, points[i]?.[1] ?? value];
    return at > before ? [[at, ((value >= from ? value - from : value) * 1_000) / (at - before)]] : [];
  });

interface Shown {
  readonly series: OneSeries;
  /** How many others have the same samples. */
  readonly alike: number;
}

// Those that moved most; where none did, all of them. Series with the same samples are one row.
function selected(all: readonly OneSeries[]): { readonly shown: readonly Shown[]; readonly still: number } {
  const groups = new Map<string, OneSeries[]>();
  for (const one of all) {
    // A few are worth a row each, whatever they show.
    const key = all.length <= FEW ? labelKey(one.labels) : JSON.stringify(one.points);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const rows = [...groups.values()].flatMap(([series, ...others]): Shown[] =>
    series ? [{ series, alike: others.length }] : [],
  );
  const moved = rows.filter(({ series }) => movement(series.points) > 0);
  const most = new Set(moved.toSorted((a, b) => movement(b.series.points) - movement(a.series.points)).slice(0, LIMIT));
  const shown = moved.length > 0 ? rows.filter((row) => most.has(row)) : rows.slice(0, LIMIT);
  return { shown, still: all.length - shown.reduce((n, { alike }) => n + 1 + alike, 0) };
}

function movement(points: readonly Point[]): number {
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  return values.reduce((sum, value, i) => sum + Math.abs(value - (values[i - 1] ?? value)), 0);
}

// Lowest to highest of each phase: one figure would hide what moved.
function phases({ injectedAt, undoneAt }: View, points: readonly Point[]): readonly string[] {
  const start = injectedAt ?? Number.POSITIVE_INFINITY;
  const end = undoneAt ?? Number.POSITIVE_INFINITY;
  return [
    spread(points.filter(([at]) => at < start)),
    spread(points.filter(([at]) => at >= start && at <= end)),
    spread(points.filter(([at]) => at > end)),
  ];
}

const spread = (points: readonly Point[]) => range(points.map(([, value]) => value).filter(Number.isFinite)) ?? 'no sample';

function last(points: readonly Point[]): string {
  const value = points.at(-1)?.[1];
  return value === undefined ? '–' : number(value);
}

/** Labels that people know a series by, the best known first; any other comes after them. */
const KNOWN = ['__name__', 'service', 'route', 'status', 'instance'];

/** Names a series by its metric where there are several, and by as few labels as tell all of them apart. */
function namer(series: readonly OneSeries[], fallback: string): (labels: Labels) => string {
  const names = [...new Set([...KNOWN, ...series.flatMap(({ labels }) => Object.keys(labels))])];
  const groups = (kept: readonly string[]) =>
    new Set(series.map(({ labels }) => JSON.stringify(kept.map((name) => labels[name] ?? '')))).size;
  const kept: string[] = [];
  for (const name of names) if (groups([...kept, name]) > groups(kept)) kept.push(name);
  if (kept.length === 0) return () => fallback;
  const hidden = [...names.filter((name) => !kept.includes(name)), '__name__'];
  return (labels) => {
    const rest = formatLabels(labels, hidden).slice(1, -1);
    return kept.includes('__name__') ? `${labels.__name__ ?? ''}${rest && `{${rest}}`}` : rest;
  };
}
