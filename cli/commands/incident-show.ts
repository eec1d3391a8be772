import { EXIT, type ExitCode } from '../../core/errors.js';
import { findScenario } from '../../scenarios/language/catalogue.js';
import type { Context } from '../context.js';
import { writeJson } from '../render/json.js';
import type { Settings } from '../settings.js';

/** `supops incident show <name>`: the file as it is, as a starting point for your own. */
export async function incidentShowCommand(context: Context, settings: Settings, name: string): Promise<ExitCode> {
  const { file, text } = await findScenario(name, context.cwd);
  if (settings.output === 'json') writeJson(context.stdout, { file, text });
  else context.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  return EXIT.ok;
}
