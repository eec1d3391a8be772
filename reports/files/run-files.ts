import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import { JOURNAL_FILE, readJournal } from '../../scenarios/record/journal.js';
import type { RunRecord, RunResult } from '../../scenarios/record/record.js';
import { buildRecord } from '../../scenarios/record/record.js';
import type { RunSummary } from '../history/run-summary.js';
import { summarize } from '../history/summarize.js';
import { writeMarkdown } from '../markdown.js';

/** The report inside a run's folder, beside the journal. */
export const REPORT_FILE = 'report.md';
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

/** Writes report.md and run.json into the run's folder; each is there whole or not at all. */
export async function writeRunFiles(
  dir: string,
  record: RunRecord,
  result: RunResult,
  earlier: readonly RunSummary[],
): Promise<void> {
  await writeReportFile(dir, record, earlier);
  await writeWhole(join(dir, RESULT_FILE), `${JSON.stringify(result, undefined, 2)}\n`);
}

/** Writes report.md alone, from the record; whole or not at all. */
export const writeReportFile = (dir: string, record: RunRecord, earlier: readonly RunSummary[]): Promise<void> =>
  writeWhole(join(dir, REPORT_FILE), writeMarkdown(record, earlier));

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

async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
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
