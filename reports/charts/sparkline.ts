import type { Code } from 'mdast';
import type { Milliseconds } from '../../core/time.js';
import { fenced } from '../document/blocks.js';
import { cut } from '../document/text.js';
import type { View } from '../view/view.js';

/** A series to draw. */
export interface Row {
  readonly label: string;
  readonly points: readonly (readonly [Milliseconds, number])[];
}

const WIDTH = 60;
const BARS = '▁▂▃▄▅▆▇█';
const NO_SAMPLE = '·';

/**
 * Series as bars of text above one time axis, with the spans of the fault and of the expected alerts below them: shown alike by GitHub, a
 * terminal and a mail. Each bar is the largest value of its slice of time, `·` a slice without a sample; each row has its own scale, printed
 * after it.
 */
export function chart(view: View, rows: readonly Row[]): Code | undefined {
  const axis = axisOf(rows);
  if (!axis) return undefined;
  const drawn = [
    ...rows.map((row) => ({ label: row.label, text: `${bars(row, axis)}  ${scale(row)}` })),
    ...regions(view).map((region) => ({ label: region.label, text: regionLine(region, axis) })),
    { label: '', text: axisLine(view, axis) },
  ].map(({ label, text }) => ({ label: cut(label, 56), text }));
  const margin = Math.max(...drawn.map(({ label }) => label.length));
  return fenced(drawn.map(({ label, text }) => `${label.padEnd(margin)} ${text}`).join('\n'));
}

interface Axis {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  readonly width: number;
}

// One slice for each sampling step, or for several: slices of another width would show gaps where there are none.
function axisOf(rows: readonly Row[]): Axis | undefined {
  const stamps = rows.flatMap(({ points }) => points.map(([at]) => at));
  const [first, last] = [min(stamps), max(stamps)];
  if (first === undefined || last === undefined) return undefined;
  const gaps = rows
    .flatMap(({ points }) => points.slice(1).map(([at], i) => at - (points[i]?.[0] ?? at)))
    .toSorted((a, b) => a - b);
  const step = Math.max(gaps[Math.floor(gaps.length / 2)] ?? 1_000, 1);
  const samples = Math.round((last - first) / step) + 1;
  const width = Math.ceil(samples / Math.ceil(samples / WIDTH));
  // Half a step early, so that a sample that comes a little sooner or later stays in its slice.
  const from = first - step / 2;
  return { from, to: from + width * Math.ceil(samples / WIDTH) * step, width };
}

// Math.min(...values) overflows the stack for the many samples of a long run.
const min = (values: readonly number[]) => (values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b)));
const max = (values: readonly number[]) => (values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b)));

/** A span to shade. */
interface Region {
  readonly label: string;
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

function regions({ injectedAt, undoneAt, endAt, expected }: View): readonly Region[] {
  if (injectedAt === undefined) return [];
  const alerts = expected.flatMap(({ history }): Region[] =>
    history?.firingAt === undefined
      ? []
      : [{ label: `${history.alertname} firing`, from: history.firingAt, to: history.resolvedAt ?? endAt }],
  );
  return [{ label: 'fault', from: injectedAt, to: undoneAt ?? endAt }, ...alerts];
}

const columnOf = (at: Milliseconds, { from, to, width }: Axis) =>
  Math.min(width - 1, Math.max(0, Math.floor(((at - from) / (to - from)) * width)));

function regionLine(region: Region, axis: Axis): string {
  const [first, last] = [columnOf(region.from, axis), columnOf(region.to, axis)];
  return ' '.repeat(first) + '▒'.repeat(last - first + 1);
}

function bars({ points }: Row, axis: Axis): string {
  const slices: (number | undefined)[] = Array.from({ length: axis.width }, () => undefined);
  for (const [at, value] of points) {
    const slice = columnOf(at, axis);
    if (Number.isFinite(value)) slices[slice] = Math.max(slices[slice] ?? Number.NEGATIVE_INFINITY, value);
  }
  const values = slices.filter((value) => value !== undefined);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const height = (value: number) => (high === low ? 0 : Math.round(((value - low) / (high - low)) * (BARS.length - 1)));
  return slices.map((value) => (value === undefined ? NO_SAMPLE : BARS[height(value)])).join('');
}

function scale({ points }: Row): string {
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  return range(values) ?? 'no value';
}

function axisLine({ origin }: View, { from, to, width }: Axis): string {
  const mark = (at: Milliseconds) => `T${at < origin ? '−' : '+'}${Math.round(Math.abs(at - origin) / 1_000)} s`;
  const left = mark(from);
  return left + mark(to).padStart(Math.max(width - left.length, 8));
}

/** `0 … 1`, or the one value if there is only one. */
export function range(values: readonly number[]): string | undefined {
  const [low, high] = [min(values), max(values)];
  if (low === undefined || high === undefined) return undefined;
  return low === high ? number(low) : `${number(low)} … ${number(high)}`;
}

/** A value with at most four significant digits. */
export function number(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return `${value}`;
  return `${Number(value.toPrecision(4))}`;
}
