import { EXIT, type ExitCode } from '../../core/errors.js';
import type { RunResult } from '../../scenarios/judge/result.js';
import type { ScenarioText } from '../../scenarios/language/catalogue.js';
import { type SeriesError, summarise } from '../../scenarios/series/summary.js';
import type { Context } from '../context.js';
import type { RunFlags } from '../flags.js';
import { errorDocument, errorText, reasonOf } from '../render/errors.js';
import { writeJson } from '../render/json.js';
import { palette } from '../render/palette.js';
import { seriesRunText, seriesText } from '../render/series.js';
import type { Settings } from '../settings.js';
import { withRenderer } from './rendered.js';
import { first, runScenario, withScenarios } from './run-scenario.js';

/** What is run, in this order. */
export interface Series {
  readonly files: readonly ScenarioText[];
  readonly flags: RunFlags;
}

/**
 * Runs scenarios one after the other, each with a folder and a report of its own, and summarises them. A run that does not pass does not end the series;
 * an interruption, a fault that could not be undone or an error outside of a run does, and what took place is summarised all the same.
 */
export async function runSeries(context: Context, settings: Settings, { files, flags }: Series): Promise<ExitCode> {
  await checkAll(context, settings, files);
  const results: RunResult[] = [];
  let error: SeriesError | undefined;
  for (const [index, file] of files.entries()) {
    if (mustEnd(context, results)) break;
    try {
      const result = await runNext(context, settings, { file, flags, title: `run ${index + 1} of ${files.length}` });
      results.push(result);
      if (settings.output === 'text') context.stdout.write(seriesRunText(result, context.cwd, palette(settings.color.stdout)));
    } catch (thrown) {
      error = seriesError(thrown, context);
      break;
    }
  }
  // An interruption between two runs is in none of them.
  const { aborted, reason } = context.interruption.signal;
  if (aborted && results.length < files.length && results.at(-1)?.outcome !== 'interrupted')
    error ??= seriesError(reason, context);
  return finish(context, settings, { stack: settings.stack, planned: files.length, results, error });
}

// Every file is checked before the first run: a mistake in the last one would be found an hour later.
async function checkAll(context: Context, settings: Settings, files: readonly ScenarioText[]): Promise<void> {
  const unique = [...new Map(files.map((file) => [file.file, file])).values()];
  const title = `supops incident, ${files.length} runs, stack ${settings.stack}`;
  await withRenderer(context, settings, title, (task) => withScenarios(task, unique, async () => {}));
}

const mustEnd = ({ interruption }: Context, results: readonly RunResult[]): boolean =>
  interruption.signal.aborted || results.at(-1)?.exitCode === EXIT.dirty;

const runNext = (
  context: Context,
  settings: Settings,
  { file, flags, title }: { readonly file: ScenarioText; readonly flags: RunFlags; readonly title: string },
): Promise<RunResult> =>
  withRenderer(context, settings, `supops incident, ${title}, stack ${settings.stack}`, (task) =>
    withScenarios(task, [file], (incidents) => runScenario(task, first(incidents), flags)),
  );

function seriesError(thrown: unknown, { interruption }: Context): SeriesError {
  const { details: _, ...error } = errorDocument(reasonOf(interruption.signal, thrown));
  return error;
}

function finish(context: Context, settings: Settings, parts: Parameters<typeof summarise>[0]): ExitCode {
  const summary = summarise(parts);
  if (settings.output === 'json') writeJson(context.stdout, summary);
  else {
    context.stdout.write(`\n${seriesText(summary)}`);
    if (parts.error) context.stderr.write(errorText({ ...parts.error, details: [] }, settings.color.stderr));
  }
  return summary.exitCode;
}
