import { paragraph, table } from '../../document/blocks.js';
import { day, time } from '../../document/figures.js';
import { code, joined, type Phrase, phrase } from '../../document/phrase.js';
import { type Section, sinceOrigin, type View } from '../../view/view.js';
import type { TimelineRow } from './row.js';
import { timelineRows } from './rows.js';

/** Most rows that a person reads. */
const LIMIT = 40;

/** What happened, in order, from every source. */
export const timeline: Section = {
  id: 'timeline',
  title: 'Timeline',
  body: (view) => {
    const all = timelineRows(view);
    const rows = heaviest(all);
    const left = all.length - rows.length;
    return [
      paragraph(joined([`Times are UTC on the engine’s clock, ${day(view.origin)}; T+0 is ${zero(view)}.`, sources(rows)])),
      table(
        ['Time (UTC)', 'T+', 'Source', 'Event'],
        rows.map(({ at, source, event }) => [time(at), sinceOrigin(view, at), source, event]),
      ),
      paragraph(left > 0 ? `${left} further rows are in the journal.` : ''),
    ];
  },
};

function zero({ injectedAt, injectionSeen }: View): string {
  if (injectedAt === undefined) return 'the start of the run';
  return injectionSeen
    ? 'the injection, by the engine’s own event'
    : 'the moment at which supops went to inject: the engine’s own event is not in the record';
}

function sources(rows: readonly TimelineRow[]): Phrase {
  const from = (source: TimelineRow['source']) => rows.some((row) => row.source === source);
  const parts: Phrase[] = [];
  if (from('Prometheus'))
    parts.push(phrase`Prometheus’ times are its own where it has one (${code('activeAt')}, ${code('startsAt')})`);
  if (from('Alertmanager')) parts.push('Alertmanager’s are when supops saw the state there');
  if (from('inbox')) parts.push(`${parts.length === 0 ? 'The' : 'the'} inbox’s are when the message had arrived`);
  return parts.length === 0 ? '' : phrase`${joined(parts, '; ')}.`;
}

function heaviest(rows: readonly TimelineRow[]): readonly TimelineRow[] {
  if (rows.length <= LIMIT) return rows;
  const kept = new Set(rows.toSorted((a, b) => b.weight - a.weight).slice(0, LIMIT));
  return rows.filter((row) => kept.has(row));
}
