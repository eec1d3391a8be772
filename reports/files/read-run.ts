import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../core/errors.js';
import { JOURNAL_FILE, readJournal } from '../../scenarios/record/journal.js';
import { buildRecord, type RunRecord } from '../../scenarios/record/record.js';
import { unreadable } from './run-folder.js';

/** Reads a run from its journal, to the last whole line. Rejects with `run-unreadable` (exit 4) if not even the first one is. */
export async function readRun(dir: string): Promise<RunRecord> {
  const path = join(dir, JOURNAL_FILE);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, messageOf(cause), cause);
  });
  const lines = readJournal(text);
  const [first] = lines;
  if (first?.type !== 'run-started') throw unreadable(path, 'its first line is not the start of a run');
  if (first.schema !== 1) throw unreadable(path, `schema ${String(first.schema)} is not known to this version`);
  return buildRecord(lines);
}
