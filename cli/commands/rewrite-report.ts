import { join } from 'node:path';
import { readRun } from '../../reports/files/read-run.js';
import { writeReportFiles } from '../../reports/files/run-files.js';
import { RESULT_FILE } from '../../reports/files/run-folder.js';
import type { RunSummary } from '../../reports/history/run-summary.js';
import { MARKDOWN_FILE } from '../../reports/writers/markdown.js';
import type { RunResult } from '../../scenarios/judge/result.js';
import { buildResult } from '../../scenarios/judge/result.js';
import { JOURNAL_FILE } from '../../scenarios/record/journal-file.js';

/**
 * Regenerates the report of a run, from its journal alone.
 * @returns the path of the report, and the result of the run.
 */
export async function rewriteReport(
  dir: string,
  runs: readonly RunSummary[],
): Promise<{ readonly report: string; readonly result: RunResult }> {
  const record = await readRun(dir);
  await writeReportFiles(dir, record, runs);
  const files = { report: join(dir, MARKDOWN_FILE), journal: join(dir, JOURNAL_FILE), run: join(dir, RESULT_FILE) };
  return { report: files.report, result: buildResult(record, files) };
}
