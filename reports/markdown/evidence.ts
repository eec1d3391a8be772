import { formatLabels } from '../../core/labels.js';
import type { JournalLine } from '../../scenarios/events.js';
import { code, prose, table } from './format.js';
import { chart, number } from './sparkline.js';
import { linesOf, type Section, type View } from './view.js';

type Series = Extract<JournalLine, { type: 'series' }>;
type Point = readonly [number, number];

/** Most label sets of one query. */
const LIMIT = 8;

/** The key series over the whole window, the fault and the alerts marked below them. */
export const evidence: Section = {
  title: 'Key series',
  body: (view) => {
    const parts = linesOf(view.record, 'series')
      .map((line) => part(view, line))
      .filter((text) => text !== undefined);
    return parts.length === 0 ? undefined : parts.join('\n\n');
  },
};

function part(view: View, line: Series): string | undefined {
  const all = line.series.filter(({ points }) => points.length > 0);
  const shown = all.slice(0, LIMIT);
  const common = commonLabels(shown);
  const label = (labels: Series['series'][number]['labels']) =>
    formatLabels(labels, ['__name__', ...common]).slice(1, -1) || line.name;
  const drawing = chart(
    view,
    shown.map(({ labels, points }) => ({ label: label(labels), points })),
  );
  if (!drawing) return undefined;
  const rest =
    all.length > shown.length ? `\n\n${all.length - shown.length} further series of this query are in the journal.` : '';
  const rows = shown.map(({ labels, points }) => [code(label(labels)), ...phases(view, points)]);
  const unit = line.unit ? ` (${prose(line.unit)})` : '';
  const figures = table(['Series', 'Before the fault', 'During the fault', 'After the repair', 'Last value'], rows);
  return `### ${prose(line.name)}${unit}\n\n${code(line.query, 400)}\n\n${drawing}\n\n${figures}${rest}`;
}

// Lowest to highest of each phase: one figure would hide what moved.
function phases({ injectedAt, undoneAt }: View, points: readonly Point[]): readonly string[] {
  const start = injectedAt ?? Number.POSITIVE_INFINITY;
  const end = undoneAt ?? Number.POSITIVE_INFINITY;
  const last = points.at(-1)?.[1];
  return [
    range(points.filter(([at]) => at < start)),
    range(points.filter(([at]) => at >= start && at <= end)),
    range(points.filter(([at]) => at > end)),
    last === undefined ? '–' : number(last),
  ];
}

function range(points: readonly Point[]): string {
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  if (values.length === 0) return 'no sample';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? number(low) : `${number(low)} … ${number(high)}`;
}

function commonLabels(series: Series['series']): readonly string[] {
  const [first] = series;
  if (!first || series.length < 2) return [];
  return Object.keys(first.labels).filter((name) => series.every(({ labels }) => labels[name] === first.labels[name]));
}
