import { judge } from '../../../scenarios/judge/judge.js';
import type { JournalLine } from '../../../scenarios/record/events.js';
import { readJournal } from '../../../scenarios/record/journal.js';
import { buildRecord } from '../../../scenarios/record/record.js';
import { tell } from '../../../scenarios/story/tell.js';
import { findingName } from '../finding-name.js';
import type { Said, Situation } from '../situation.js';
import { all, type Edit, postpone } from './edit.js';
import { goodRun } from './good-run.js';

/** A situation that is made of the good run. */
export interface RecordedSituation extends Situation {
  /** The differences from the good run, in this order. */
  readonly edits: readonly Edit[];
  /** The clock is set forward, both in seconds: `set` after the fault, by so many. */
  readonly clock?: { readonly set: number; readonly by: number };
}

/** The journal of a situation, as supops would have written it: in order of time, numbered from 1, the monotonic time going on evenly. */
export function journalOf({ edits, clock }: Pick<RecordedSituation, 'edits' | 'clock'>): string {
  const ordered = [...all(...edits)(goodRun())].sort((a, b) => a.at - b.at);
  const origin = ordered[0]?.at ?? 0;
  const lines = ordered.map((line, i) => ({ ...line, seq: i + 1, mono: line.at - origin }));
  const stamped = clock === undefined ? lines : postpone(clock.set, clock.by)(lines);
  return stamped.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** What supops says about a journal. */
export function judgedAgain(lines: readonly JournalLine[]): Said {
  const { outcome, findings } = judge(tell(buildRecord(lines)));
  return { outcome, findings: findings.map(findingName) };
}

/** What supops says about a situation. Throws if an edit made a line that is not one. */
export function sayRecorded(situation: RecordedSituation): Said {
  const text = journalOf(situation);
  const lines = readJournal(text);
  const written = text.split('\n').length - 1;
  if (lines.length < written) throw new Error(`line ${lines.length + 1} of ${written} is not a line of a journal`);
  return judgedAgain(lines);
}
