import type { Milliseconds } from '../../core/time.js';
import { prose, table, time, utc } from './format.js';
import { timelineRows } from './timeline-rows.js';
import { type Section, sinceOrigin, type View } from './view.js';

/** Most rows that a person reads. */
const LIMIT = 40;

/** One row: when, who says so, what. */
export interface TimelineRow {
  readonly at: Milliseconds;
  readonly source: 'supops' | 'engine' | 'Prometheus' | 'Alertmanager' | 'inbox' | 'visitors' | 'guardian';
  /** Markdown. */
  readonly event: string;
  /** Lower goes first when there are too many rows. */
  readonly weight: number;
}

/** What happened, in order, from every source. */
export const timeline: Section = {
  title: 'Timeline',
  body: (view) => {
    const all = timelineRows(view);
    const rows = heaviest(all);
    const zero = view.injectedAt === undefined ? 'the start of the run' : 'the injection, by the engine’s own event';
    const note = `Times are UTC on the engine’s clock, ${utc(view.origin).slice(0, 10)}; T+0 is ${zero}. ${sources()}`;
    const left = all.length - rows.length;
    const rest = left > 0 ? `\n\n${left} further rows are in the journal.` : '';
    return `${note}\n\n${table(
      ['Time (UTC)', 'T+', 'Source', 'Event'],
      rows.map((row) => cells(view, row)),
    )}${rest}`;
  },
};

const sources = () =>
  'Prometheus’ times are its own (`activeAt`, and `startsAt` for firing), Alertmanager’s are when supops saw the state there, the inbox’s are when the message had arrived.';

const cells = (view: View, { at, source, event }: TimelineRow) => [time(at), sinceOrigin(view, at), prose(source), event];

function heaviest(rows: readonly TimelineRow[]): readonly TimelineRow[] {
  if (rows.length <= LIMIT) return rows;
  const kept = new Set(rows.toSorted((a, b) => b.weight - a.weight).slice(0, LIMIT));
  return rows.filter((row) => kept.has(row));
}
