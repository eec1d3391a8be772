import { resolve } from 'node:path';
import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import { formatProblem, sortProblems } from '../../core/problem.js';
import { writeRunFiles } from '../../reports/files/run-files.js';
import { findScenario } from '../../scenarios/language/catalogue.js';
import { type Known, knownOf } from '../../scenarios/language/known.js';
import { loadScenario } from '../../scenarios/language/load.js';
import type { Scenario } from '../../scenarios/model/scenario.js';
import { runIncident } from '../../scenarios/run/run.js';
import type { Host } from '../../stack/deploy/host.js';
import { packageVersion } from '../../stack/package-root.js';
import { referenceAsShipped } from '../../stack/supervised/as-shipped.js';
import { superviseReference } from '../../stack/supervised/reference.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Context } from '../context.js';
import type { IncidentFlags } from '../flags.js';
import { withHost } from '../host.js';
import { createRenderer } from '../render/create-renderer.js';
import { dryRunDocument, dryRunText } from '../render/dry-run.js';
import { writeJson } from '../render/json.js';
import { palette } from '../render/palette.js';
import type { Renderer } from '../render/renderer.js';
import { verdictText } from '../render/verdict.js';
import type { Settings } from '../settings.js';
import { earlierRuns } from './earlier-runs.js';

/** What `incident` was asked to run. */
export interface IncidentOptions extends IncidentFlags {
  /** Name in the catalogue, or path of a file. */
  readonly scenario: string;
}

interface Found {
  readonly file: string;
  readonly text: string;
}

/**
 * `supops incident <scenario>`. An invalid scenario ends it with exit 3 before anything is touched, even if there is no stack; the exit code
 * of a run is that of its result.
 */
export async function incidentCommand(context: Context, settings: Settings, options: IncidentOptions): Promise<ExitCode> {
  const found = await findScenario(options.scenario, context.cwd);
  const renderer = await createRenderer(context, settings, `supops incident ${options.scenario}, stack ${settings.stack}`);
  const done = await perform(context, { settings, options, found, renderer }).finally(() => renderer.end());
  if (settings.output === 'json') writeJson(context.stdout, done.document);
  else context.stdout.write(done.text);
  return done.exitCode;
}

interface Task {
  readonly settings: Settings;
  readonly options: IncidentOptions;
  readonly found: Found;
  readonly renderer: Renderer;
}

interface Done {
  readonly exitCode: ExitCode;
  readonly document: unknown;
  readonly text: string;
}

/** Without a stack an invalid scenario is still reported first: checking it does not need one. */
async function perform(context: Context, task: Task): Promise<Done> {
  try {
    return await withHost(context, task.renderer.progress, async (host) => {
      const supervised = await superviseReference(host, task.settings.stack);
      try {
        const scenario = checkScenario(task.found, await knownOf(supervised));
        return task.options.dryRun === true
          ? dryRun(supervised, scenario)
          : await run(context, task, { supervised, scenario, host });
      } finally {
        await supervised.close();
      }
    });
  } catch (error) {
    if (error instanceof SupopsError && (error.code === 'no-stack' || error.code === 'engine-unreachable'))
      checkScenario(task.found, await referenceAsShipped());
    throw error;
  }
}

function checkScenario({ file, text }: Found, known: Known): Scenario {
  const { scenario, problems } = loadScenario(file, text, known);
  if (scenario !== undefined && problems.length === 0) return scenario;
  throw new SupopsError({
    code: 'invalid-scenario',
    exitCode: EXIT.invalid,
    message: `${problems.length === 1 ? 'a problem' : `${problems.length} problems`} in ${file}; nothing was injected`,
    details: sortProblems(problems).map(formatProblem),
    hint: 'correct the file; `--dry-run` checks it without injecting anything',
  });
}

const dryRun = (supervised: Supervised, scenario: Scenario): Done => ({
  exitCode: EXIT.ok,
  document: dryRunDocument(supervised, scenario),
  text: dryRunText(supervised, scenario),
});

interface Incident {
  readonly supervised: Supervised;
  readonly scenario: Scenario;
  readonly host: Host;
}

async function run(context: Context, { settings, options, renderer }: Task, incident: Incident): Promise<Done> {
  const { supervised, scenario, host } = incident;
  const runsDir = resolve(context.cwd, options.runs);
  const release = protectUndo(context, renderer);
  try {
    const result = await runIncident(supervised, scenario, {
      runsDir,
      clock: host.clock,
      signal: context.interruption.signal,
      version: packageVersion(),
      programs: host.programs,
      stateDir: host.stateDir,
      onEvent: renderer.event,
      writeReport: async (record, result, dir) => writeRunFiles(dir, record, result, await earlierRuns(runsDir, record)),
    });
    const text = verdictText(result, context.cwd, palette(settings.color.stdout));
    return { exitCode: result.exitCode as ExitCode, document: result, text };
  } finally {
    release();
  }
}

/** The first Ctrl-C starts the undo; a second one must not stop it. */
function protectUndo({ interruption }: Context, renderer: Renderer): () => void {
  const announce = () => renderer.note('interrupted: ending the run, and undoing what it did', 'warning');
  interruption.signal.addEventListener('abort', announce, { once: true });
  const release = interruption.protect('the undo is in progress and goes on', (text) => renderer.note(text, 'warning'));
  return () => {
    interruption.signal.removeEventListener('abort', announce);
    release();
  };
}
