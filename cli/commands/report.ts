import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { EXIT, type ExitCode } from '../../core/errors.js';
import { listRuns, REPORT_FILE, RESULT_FILE, readRun, writeReportFiles } from '../../reports/files/run-files.js';
import type { RunSummary } from '../../reports/history/run-summary.js';
import { JOURNAL_FILE } from '../../scenarios/record/journal.js';
import { buildResult } from '../../scenarios/record/result.js';
import type { Context } from '../context.js';
import type { ReportFlags } from '../flags.js';
import { writeJson } from '../render/json.js';
import type { Settings } from '../settings.js';
import { earlierRuns } from './earlier-runs.js';
import { chooseRun, runsTable } from './runs.js';

/** What `report` was asked for. */
export interface ReportOptions extends ReportFlags {
  /** Id of the run or its beginning; absent: the newest. */
  readonly run?: string;
}

/**
 * `supops report`: writes `report.md` again from the journal. The Markdown goes to stdout where that is no terminal (or with `--print`), the
 * path to stderr.
 */
export async function reportCommand(context: Context, settings: Settings, options: ReportOptions): Promise<ExitCode> {
  const runsDir = resolve(context.cwd, options.runs);
  const runs = await listRuns(runsDir);
  if (options.list === true) return list(context, settings, runs);
  const { dir } = chooseRun(runs, options.run, runsDir);
  const record = await readRun(dir);
  await writeReportFiles(dir, record, await earlierRuns(runsDir, record));
  const files = { report: join(dir, REPORT_FILE), journal: join(dir, JOURNAL_FILE), run: join(dir, RESULT_FILE) };
  if (settings.output === 'json') writeJson(context.stdout, buildResult(record, files));
  else if (options.print === true || !context.stdout.isTTY) context.stdout.write(await readFile(files.report, 'utf8'));
  context.stderr.write(`report ${relative(context.cwd, files.report)}\n`);
  return EXIT.ok;
}

function list(context: Context, settings: Settings, runs: readonly RunSummary[]): ExitCode {
  if (settings.output === 'json') writeJson(context.stdout, { runs });
  else if (runs.length === 0) context.stderr.write('there are no runs yet; `supops incident db-down` makes one\n');
  else context.stdout.write(runsTable(runs));
  return EXIT.ok;
}
