import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { EXIT, type ExitCode } from '../../core/errors.js';
import { listRuns } from '../../reports/history/list-runs.js';
import type { RunSummary } from '../../reports/history/run-summary.js';
import type { Context } from '../context.js';
import type { ReportFlags } from '../flags.js';
import { writeJson } from '../render/json.js';
import type { Settings } from '../settings.js';
import { chooseRun, runsTable } from './runs.js';

/** What `report` was asked for. */
export interface ReportOptions extends ReportFlags {
  /** Id of the run or its beginning; absent: the newest. */
  readonly run?: string;
}

/**
 * `supops report`: regenerates the report from the journal. The Markdown goes to stdout if that is not a terminal (or with `--print`), the
 * path to stderr.
 */
export async function reportCommand(context: Context, settings: Settings, options: ReportOptions): Promise<ExitCode> {
  const runsDir = resolve(context.cwd, options.runs);
  const runs = await listRuns(runsDir);
  if (options.list === true) return list(context, settings, runs);
  const { dir } = chooseRun(runs, options.run, runsDir);
  // Loaded only here, so that `--list` is quick.
  const { rewriteReport } = await import('./rewrite-report.js');
  const { report, result } = await rewriteReport(dir, runs);
  if (settings.output === 'json') writeJson(context.stdout, result);
  else if (options.print === true || !context.stdout.isTTY) context.stdout.write(await readFile(report, 'utf8'));
  context.stderr.write(`report ${relative(context.cwd, report)}\n`);
  return EXIT.ok;
}

function list(context: Context, settings: Settings, runs: readonly RunSummary[]): ExitCode {
  if (settings.output === 'json') writeJson(context.stdout, { runs });
  else if (runs.length === 0) context.stderr.write('there are no runs yet; `supops incident db-down` creates one\n');
  else context.stdout.write(runsTable(runs));
  return EXIT.ok;
}
