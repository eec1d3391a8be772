import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../core/errors.js';
import { readJournal } from '../../scenarios/record/journal.js';
import { JOURNAL_FILE } from '../../scenarios/record/journal-file.js';
import { buildRecord, type RunRecord } from '../../scenarios/record/record.js';
import { KNOWN_SCHEMAS, schemaOf } from '../../scenarios/record/upcast.js';
import { unreadable } from './run-folder.js';

/** Reads a run from its journal, to the last whole line. Rejects with `run-unreadable` (exit 4) if not even the first one is. */
export async function readRun(dir: string): Promise<RunRecord> {
  const path = join(dir, JOURNAL_FILE);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unreadable(path, messageOf(cause), cause);
  });
  const lines = readJournal(text);
  if (lines[0]?.type !== 'run-started') throw unreadable(path, whyNot(text));
  return buildRecord(lines);
}

function whyNot(text: string): string {
  const schema = schemaOf(text);
  return schema === undefined || KNOWN_SCHEMAS.includes(schema)
    ? 'its first line is not the start of a run'
    : `schema ${schema} is not known to this version`;
}
