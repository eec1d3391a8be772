import { SupopsError } from '../../core/errors.js';
import { readRun } from '../files/read-run.js';
import { summaryOfRecord } from './from-record.js';
import type { RunSummary } from './run-summary.js';

/** One line about a run, from its journal; `undefined` if not even its first line can be read. */
export async function summaryOfJournal(dir: string): Promise<RunSummary | undefined> {
  try {
    return summaryOfRecord(await readRun(dir), dir);
  } catch (error) {
    if (error instanceof SupopsError && error.code === 'run-unreadable') return undefined;
    throw error;
  }
}
