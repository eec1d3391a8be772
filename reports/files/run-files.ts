import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import { JOURNAL_FILE, readJournal } from '../../scenarios/record/journal.js';
import type { RunRecord, RunResult } from '../../scenarios/record/record.js';
import { buildRecord } from '../../scenarios/record/record.js';
import type { RunSummary } from '../history/run-summary.js';
import { summarize } from '../history/summarize.js';
import { reportOf } from '../report.js';
import { MARKDOWN_FILE } from '../writers/markdown.js';
import { WRITERS } from '../writers/writers.js';

/** The report for people inside a run's folder, beside the journal. */
export const REPORT_FILE = MARKDOWN_FILE;
/** The result document, as `--output json` prints it. */
export const RESULT_FILE = 'run.json';

// Ids look like 20261122-223015-db-down-a1b2: they sort by their start.
const RUN_ID = /^\d{8}-\d{6}-.+$/;

/** Reads a run from its journal, to the last whole line. Rejects with `run-unreadable` (exit 4) where not even the first one is. */
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

/** All runs of a folder, newest first. What is no run, or whose journal has no first line, is left out; a missing folder has no runs. */
export async function listRuns(runsDir: string): Promise<readonly RunSummary[]> {
  const summaries: RunSummary[] = [];
  for (const name of await runNames(runsDir)) {
    const summary = await summaryOf(join(runsDir, name));
    if (summary) summaries.push(summary);
  }
  return summaries.toSorted((a, b) => b.startedAt - a.startedAt || (a.run < b.run ? 1 : -1));
}

/** Writes the report and run.json into the run's folder; each file is there whole or not at all. */
export async function writeRunFiles(
  dir: string,
  record: RunRecord,
  result: RunResult,
  earlier: readonly RunSummary[],
): Promise<void> {
  await writeReportFiles(dir, record, earlier);
  await writeWhole(join(dir, RESULT_FILE), `${JSON.stringify(result, undefined, 2)}\n`);
}

/** Writes the report alone, from the record, in every format; each file is there whole or not at all. */
export async function writeReportFiles(dir: string, record: RunRecord, earlier: readonly RunSummary[]): Promise<void> {
  const document = reportOf(record, earlier);
  for (const write of Object.values(WRITERS))
    for (const [name, content] of write(document)) await writeWhole(join(dir, name), content);
}

// Newest first.
async function runNames(runsDir: string): Promise<readonly string[]> {
  const entries = await readdir(runsDir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw unreadable(runsDir, messageOf(error), error);
  });
  return entries
    .filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name))
    .map(({ name }) => name)
    .toSorted()
    .toReversed();
}

// The journal alone is the truth: run.json may be older than the program that reads it, or missing.
async function summaryOf(dir: string): Promise<RunSummary | undefined> {
  try {
    return summarize(await readRun(dir), dir);
  } catch (error) {
    if (error instanceof SupopsError && error.code === 'run-unreadable') return undefined;
    throw error;
  }
}

async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => {});
    throw new SupopsError({
      code: 'report-unwritable',
      exitCode: EXIT.unavailable,
      message: `${path} cannot be written: ${messageOf(cause)}`,
      hint: 'free some disk space; `supops report` writes it again from the journal',
      cause,
    });
  }
}

function unreadable(path: string, reason: string, cause?: unknown): SupopsError {
  return new SupopsError({
    code: 'run-unreadable',
    exitCode: EXIT.unavailable,
    message: `the run's record ${path} cannot be read: ${reason}`,
    hint: '`supops report --list` names the runs that can',
    cause,
  });
}
