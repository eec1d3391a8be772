import { resolve } from 'node:path';
import { EXIT, SupopsError } from '../../core/errors.js';
import { formatProblem, sortProblems } from '../../core/problem.js';
import { writeRunFiles } from '../../reports/files/run-files.js';
import type { RunResult } from '../../scenarios/judge/result.js';
import type { ScenarioText } from '../../scenarios/language/catalogue.js';
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
import type { RunFlags } from '../flags.js';
import { withHost } from '../host.js';
import type { Renderer } from '../render/renderer.js';
import type { Settings } from '../settings.js';
import { earlierRuns } from './earlier-runs.js';

/** What a command that runs scenarios works with. */
export interface Task {
  readonly context: Context;
  readonly settings: Settings;
  readonly renderer: Renderer;
}

/** A system, and a scenario that fits it. */
export interface Incident {
  readonly host: Host;
  readonly supervised: Supervised;
  readonly scenario: Scenario;
}

/**
 * Hands `use` the stack with all of the scenarios, checked against it. Rejects with `invalid-scenario` (exit 3) and every problem of every file
 * otherwise, even if there is no stack: checking does not need one.
 */
export async function withScenarios<T>(
  { context, settings, renderer }: Task,
  files: readonly ScenarioText[],
  use: (incidents: readonly Incident[]) => Promise<T>,
): Promise<T> {
  try {
    return await withHost(context, renderer.progress, async (host) => {
      const supervised = await superviseReference(host, settings.stack);
      try {
        const scenarios = checkScenarios(files, await knownOf(supervised));
        return await use(scenarios.map((scenario) => ({ host, supervised, scenario })));
      } finally {
        await supervised.close();
      }
    });
  } catch (error) {
    if (error instanceof SupopsError && (error.code === 'no-stack' || error.code === 'engine-unreachable'))
      checkScenarios(files, await referenceAsShipped());
    throw error;
  }
}

/** The incident of the one file that was asked for. */
export function first([incident]: readonly Incident[]): Incident {
  if (incident) return incident;
  throw new Error('every file that was checked is an incident');
}

function checkScenarios(files: readonly ScenarioText[], known: Known): readonly Scenario[] {
  const loaded = files.map(({ file, text }) => ({ file, ...loadScenario(file, text, known) }));
  const bad = loaded.filter(({ scenario, problems }) => scenario === undefined || problems.length > 0);
  if (bad.length === 0) return loaded.flatMap(({ scenario }) => scenario ?? []);
  const problems = bad.flatMap((one) => sortProblems(one.problems).map(formatProblem));
  throw new SupopsError({
    code: 'invalid-scenario',
    exitCode: EXIT.invalid,
    message: `${problems.length === 1 ? 'a problem' : `${problems.length} problems`} in ${bad.map(({ file }) => file).join(', ')}; nothing was injected`,
    details: problems,
    hint: 'correct the file; `--dry-run` checks it without injecting anything',
  });
}

/** Runs a scenario once, into a folder of its own below `runs`. */
export async function runScenario(
  { context, renderer }: Task,
  incident: Incident,
  { runs, checkLinks = false }: RunFlags,
): Promise<RunResult> {
  const { host, supervised, scenario } = incident;
  const runsDir = resolve(context.cwd, runs);
  const release = protectUndo(context, renderer);
  try {
    return await runIncident(supervised, scenario, {
      runsDir,
      checkLinks,
      clock: host.clock,
      signal: context.interruption.signal,
      version: packageVersion(),
      programs: host.programs,
      stateDir: host.stateDir,
      onEvent: renderer.event,
      writeReport: async (record, result, dir) => writeRunFiles(dir, record, result, await earlierRuns(runsDir, record)),
    });
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
