import { formatLabels, type Labels } from '../../core/labels.js';
import type { JournalLine } from '../../scenarios/events.js';
import { code, count, prose, table } from './format.js';
import { chart, number, range } from './sparkline.js';
import { linesOf, type Section, type View } from './view.js';

type SeriesLine = Extract<JournalLine, { type: 'series' }>;
type OneSeries = SeriesLine['series'][number];
type Point = OneSeries['points'][number];

/** Most label sets of one query. */
const LIMIT = 8;

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
  const shown = selected(all);
  const name = namer(shown, line.name);
  const rows = shown.map(({ labels, points }) => ({ label: name(labels), points }));
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
  const left = all.length - shown.length;
  const rest =
    left > 0 ? [`${count(left, 'further series', 'further series')} of this query moved less and are in the journal.`] : [];
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

// Those that moved; where none did, all are alike.
function selected(all: readonly OneSeries[]): readonly OneSeries[] {
  if (all.length <= LIMIT) return all;
  const moved = new Map(all.map((one) => [one, movement(one.points)]));
  const most = new Set(all.toSorted((a, b) => (moved.get(b) ?? 0) - (moved.get(a) ?? 0)).slice(0, LIMIT));
  return all.filter((one) => most.has(one));
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

/** Names a series by what it differs in from the others: its metric, and its labels, or one of them where that is enough. */
function namer(series: readonly OneSeries[], fallback: string): (labels: Labels) => string {
  const names = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))];
  const values = (name: string) => new Set(series.map(({ labels }) => labels[name] ?? ''));
  const differing = names.filter((name) => values(name).size > 1);
  if (differing.length === 0) return () => fallback;
  const enough = ['__name__', ...differing].find((name) => values(name).size === series.length);
  const kept = new Set(enough === undefined ? differing : [enough]);
  const hidden = [...names.filter((name) => !kept.has(name)), '__name__'];
  return (labels) => {
    const rest = formatLabels(labels, hidden).slice(1, -1);
    return kept.has('__name__') ? `${labels.__name__ ?? ''}${rest && `{${rest}}`}` : rest;
  };
}
