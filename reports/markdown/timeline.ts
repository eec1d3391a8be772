import type { Milliseconds } from '../../core/time.js';
import { capital, prose, table, time, utc } from './format.js';
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
    const note = `Times are UTC on the engine’s clock, ${utc(view.origin).slice(0, 10)}; T+0 is ${zero(view)}.${sources(rows)}`;
    const left = all.length - rows.length;
    const rest = left > 0 ? `\n\n${left} further rows are in the journal.` : '';
    return `${note}\n\n${table(
      ['Time (UTC)', 'T+', 'Source', 'Event'],
      rows.map((row) => cells(view, row)),
    )}${rest}`;
  },
};

function zero({ injectedAt, record }: View): string {
  if (injectedAt === undefined) return 'the start of the run';
  return record.timeline.injectedAt === undefined
    ? 'the moment at which supops went to inject: the engine’s own event is not in the record'
    : 'the injection, by the engine’s own event';
}

function sources(rows: readonly TimelineRow[]): string {
  const told = (source: TimelineRow['source'], text: string) => (rows.some((row) => row.source === source) ? [text] : []);
  const parts = [
    ...told('Prometheus', 'Prometheus’ times are its own where it has one (`activeAt`, `startsAt`)'),
    ...told('Alertmanager', 'Alertmanager’s are when supops saw the state there'),
    ...told('inbox', 'the inbox’s are when the message had arrived'),
  ];
  return parts.length === 0 ? '' : ` ${capital(parts.join('; '))}.`;
}

const cells = (view: View, { at, source, event }: TimelineRow) => [time(at), sinceOrigin(view, at), prose(source), event];

function heaviest(rows: readonly TimelineRow[]): readonly TimelineRow[] {
  if (rows.length <= LIMIT) return rows;
  const kept = new Set(rows.toSorted((a, b) => b.weight - a.weight).slice(0, LIMIT));
  return rows.filter((row) => kept.has(row));
}
