import type { JournalLine, RunEvent } from '../../scenarios/record/events.js';

/** 2026-11-22 22:30:15 UTC, when the runs of these tests start. */
export const START = Date.UTC(2026, 10, 22, 22, 30, 15);

/** An event and when it was written, ms after the start. */
export type Entry = readonly [ms: number, event: RunEvent];

/** Stamps events as a journal does: in order of time, sequence numbers from 1 without gaps. */
export function journalOf(entries: readonly Entry[]): readonly JournalLine[] {
  return entries.toSorted(([a], [b]) => a - b).map(([ms, event], i) => ({ seq: i + 1, at: START + ms, mono: ms, ...event }));
}

/** The entries up to a moment, as if supops had been killed then. */
export const cutAt = (entries: readonly Entry[], ms: number): readonly Entry[] => entries.filter(([at]) => at <= ms);
