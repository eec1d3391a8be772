import { EXIT, type ExitCode, SupopsError } from '../../core/errors.js';
import { formatProblem } from '../../core/problem.js';
import { explain } from '../../scenarios/explain/explain.js';
import { findScenario } from '../../scenarios/language/catalogue.js';
import { loadScenario } from '../../scenarios/language/load.js';
import type { Context } from '../context.js';
import type { ShowFlags } from '../flags.js';
import { explanationText } from '../render/explanation.js';
import { writeJson } from '../render/json.js';
import { palette } from '../render/palette.js';
import type { Settings } from '../settings.js';
import { knownSystem } from './known-system.js';

/** `supops incident show <name>`: what a run would do, in words; with `--source` the file as it is. */
export async function incidentShowCommand(
  context: Context,
  settings: Settings,
  { name, source }: ShowFlags & { readonly name: string },
): Promise<ExitCode> {
  const found = await findScenario(name, context.cwd);
  const { file, text } = found;
  if (source === true) {
    if (settings.output === 'json') writeJson(context.stdout, found);
    else context.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    return EXIT.ok;
  }
  const { known, speed, stack } = await knownSystem(context, settings);
  const { scenario, problems } = loadScenario(file, text, known);
  if (scenario === undefined)
    throw new SupopsError({
      code: 'invalid-scenario',
      exitCode: EXIT.invalid,
      message: `${problems.length === 1 ? 'a problem' : `${problems.length} problems`} in ${file}`,
      details: problems.map(formatProblem),
      hint: 'correct the file; `--source` prints it as it is',
    });
  const explanation = explain(scenario, { ...known, speed });
  const place = stack === undefined ? 'with the shipped rules and routes' : `with the rules and routes of stack ${stack}`;
  if (settings.output === 'json') writeJson(context.stdout, { ...explanation, file, ...(stack !== undefined && { stack }) });
  else context.stdout.write(explanationText(explanation, place, palette(settings.color.stdout)));
  return EXIT.ok;
}
