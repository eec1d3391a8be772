import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import { findScenario, listScenarios, type ScenarioText } from '../../scenarios/language/catalogue.js';
import type { Context } from '../context.js';
import type { IncidentFlags, RunFlags } from '../flags.js';
import { dryRunDocument, dryRunText } from '../render/dry-run.js';
import { writeJson } from '../render/json.js';
import { palette } from '../render/palette.js';
import { verdictText } from '../render/verdict.js';
import type { Settings } from '../settings.js';
import { runSeries } from './incident-series.js';
import { withRenderer } from './rendered.js';
import { first, runScenario, withScenarios } from './run-scenario.js';

/** What `incident` was asked to run. */
export interface IncidentOptions extends IncidentFlags {
  /** Names in the catalogue, or paths of files. */
  readonly scenarios: readonly string[];
}

/**
 * `supops incident <scenario...>`. An invalid scenario ends it with exit 3 before anything is touched, even if there is no stack; the exit code
 * of a run is that of its result, the exit code of several that of the worst.
 */
export async function incidentCommand(context: Context, settings: Settings, options: IncidentOptions): Promise<ExitCode> {
  const files = await findAll(context, options);
  if (options.dryRun === true) return dryRun(context, settings, files);
  const { repeat = 1 } = options;
  const series = Array.from({ length: repeat }, () => files).flat();
  const [only] = series;
  if (series.length === 1 && only)
    return runOnce(context, settings, { file: only, name: options.scenarios[0] ?? only.file, flags: options });
  return runSeries(context, settings, { files: series, flags: options });
}

/** What is to be run: the named scenarios in the order in which they are named, or the whole catalogue. */
async function findAll({ cwd }: Context, { scenarios, all = false }: IncidentOptions): Promise<readonly ScenarioText[]> {
  if (all && scenarios.length > 0) throw usage('--all runs the whole catalogue: leave out the names');
  if (!all && scenarios.length === 0) throw usage("missing required argument 'scenario'");
  const names = all ? (await listScenarios()).map(({ name }) => name) : scenarios;
  return Promise.all(names.map((name) => findScenario(name, cwd)));
}

const usage = (message: string) =>
  new SupopsError({ code: 'usage', exitCode: EXIT.usage, message, hint: 'run `supops incident --help`' });

async function runOnce(
  context: Context,
  settings: Settings,
  { file, name, flags }: { readonly file: ScenarioText; readonly name: string; readonly flags: RunFlags },
): Promise<ExitCode> {
  const title = `supops incident ${name}, stack ${settings.stack}`;
  const result = await withRenderer(context, settings, title, (task) =>
    withScenarios(task, [file], (incidents) => runScenario(task, first(incidents), flags)),
  );
  if (settings.output === 'json') writeJson(context.stdout, result);
  else context.stdout.write(verdictText(result, context.cwd, palette(settings.color.stdout)));
  return result.exitCode as ExitCode;
}

async function dryRun(context: Context, settings: Settings, files: readonly ScenarioText[]): Promise<ExitCode> {
  const plans = await withRenderer(context, settings, `supops incident --dry-run, stack ${settings.stack}`, (task) =>
    withScenarios(task, files, async (incidents) =>
      incidents.map(({ supervised, scenario }) => ({
        document: dryRunDocument(supervised, scenario),
        text: dryRunText(supervised, scenario),
      })),
    ),
  );
  const documents = plans.map(({ document }) => document);
  if (settings.output === 'json') writeJson(context.stdout, documents.length === 1 ? documents[0] : { scenarios: documents });
  else context.stdout.write(plans.map(({ text }) => text).join('\n'));
  return EXIT.ok;
}
