import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../core/errors.js';
import { JOURNAL_FILE } from '../../scenarios/record/journal-file.js';
import { RESULT_FILE, unreadable } from '../files/run-folder.js';
import { summaryOfResult } from './from-result.js';
import { inParallel } from './parallel.js';
import type { RunSummary } from './run-summary.js';

// Ids look like 20261122-223015-db-down-a1b2.
const RUN_ID = /^\d{8}-\d{6}-.+$/;

/** Runs that are read at a time: enough to keep the disk busy, and few open files. */
const LIMIT = 16;

/**
 * All runs of a folder, newest first, each from its run.json, or from its journal if there is no valid one. What is no run, or whose journal has
 * no first line, is left out; a missing folder has no runs.
 */
export async function listRuns(runsDir: string): Promise<readonly RunSummary[]> {
  const dirs = await runDirs(runsDir);
  const summaries = await inParallel(dirs, LIMIT, async (dir) => (await fromResult(dir)) ?? (await fromJournal(dir)));
  return summaries
    .filter((summary) => summary !== undefined)
    .toSorted((a, b) => b.startedAt - a.startedAt || (a.run < b.run ? 1 : -1));
}

async function runDirs(runsDir: string): Promise<readonly string[]> {
  const entries = await readdir(runsDir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw unreadable(runsDir, messageOf(error), error);
  });
  return entries.filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name)).map(({ name }) => join(runsDir, name));
}

// The journal is the truth: what was written before its end says nothing about the run.
async function fromResult(dir: string): Promise<RunSummary | undefined> {
  const [result, journal] = [join(dir, RESULT_FILE), join(dir, JOURNAL_FILE)];
  try {
    const [written, ended] = await Promise.all([stat(result), stat(journal)]);
    return written.mtimeMs < ended.mtimeMs ? undefined : summaryOfResult(await readFile(result, 'utf8'), dir);
  } catch {
    return undefined;
  }
}

// Loaded only when it is needed: reading a journal takes far more code than reading a result.
async function fromJournal(dir: string): Promise<RunSummary | undefined> {
  const { summaryOfJournal } = await import('./from-journal.js');
  return summaryOfJournal(dir);
}
