import { chart, number, range } from '../../charts/sparkline.js';
import { type Blocks, heading, paragraph, table } from '../../document/blocks.js';
import { count } from '../../document/figures.js';
import { code, cutCode, joined, type Phrase, phrase } from '../../document/phrase.js';
import { outside } from '../../document/text.js';
import { linesOf, type Section, type View } from '../../view/view.js';
import { namer } from './naming.js';
import { isCounter, type Point, readable, type SeriesLine, selected } from './selection.js';

/** The key series over the whole window, the fault and the alerts marked below them. */
export const keySeries: Section = {
  id: 'key-series',
  title: 'Key series',
  body: (view) => {
    const parts = linesOf(view, 'series').flatMap((line) => part(view, line) ?? []);
    return parts.length === 0 ? undefined : [paragraph(LEGEND), parts];
  },
};

const LEGEND = phrase`Each bar is the highest value of its slice of time, ${code('·')} a slice without a sample. Each row has its own scale, given at its end.`;

interface Row {
  readonly label: string;
  readonly points: readonly Point[];
}

function part(view: View, line: SeriesLine): Blocks {
  const { rows, still } = rowsOf(line);
  const drawing = chart(view, rows);
  if (!drawing) return undefined;
  return [
    title(line),
    drawing,
    figures(view, rows),
    paragraph(
      still > 0 ? `${count(still, 'series', 'series')} of this query that moved less or not at all: in the journal.` : '',
    ),
  ];
}

function rowsOf(line: SeriesLine): { readonly rows: readonly Row[]; readonly still: number } {
  const { shown, still } = selected(readable(line));
  const name = namer(
    shown.map(({ series }) => series.labels),
    line.name,
  );
  const rows = shown.map(({ series: { labels, points }, alike }) => ({
    label: alike === 0 ? name(labels) : `${shown.length === 1 ? line.name : name(labels)} (${alike + 1} series alike)`,
    points,
  }));
  return { rows, still };
}

function title(line: SeriesLine): Blocks {
  const { name, query, unit } = line;
  // A selector is its own name; a name in words needs its query beside it.
  const selector = query.startsWith(name);
  const units = [isCounter(line) ? 'increase per second' : '', outside(unit)].filter(Boolean).join(', ');
  return [
    heading(3, ['series', name], joined([selector ? code(name) : outside(name), units && `(${units})`])),
    selector ? undefined : paragraph(cutCode(query, 400)),
  ];
}

function figures(view: View, rows: readonly Row[]): Blocks {
  const whole = view.injectedAt === undefined;
  const spans = whole ? ['Values'] : ['Before the fault', 'During the fault', 'After the repair'];
  return table(
    ['Series', ...spans, 'Last value'],
    rows.map(({ label, points }): readonly Phrase[] => {
      const last = points.at(-1)?.[1];
      const spread = whole ? [spreadOf(points)] : phases(view, points);
      return [code(label), ...spread, last === undefined ? '–' : number(last)];
    }),
  );
}

// Lowest to highest of each phase: one figure would hide what moved.
function phases({ injectedAt = Infinity, undoneAt = Infinity }: View, points: readonly Point[]): readonly string[] {
  return [
    spreadOf(points.filter(([at]) => at < injectedAt)),
    spreadOf(points.filter(([at]) => at >= injectedAt && at <= undoneAt)),
    spreadOf(points.filter(([at]) => at > undoneAt)),
  ];
}

const spreadOf = (points: readonly Point[]) => range(points.map(([, value]) => value).filter(Number.isFinite)) ?? 'no sample';
