import { EXIT, type ExitCode } from '../../core/errors.js';
import { listScenarios } from '../../scenarios/language/catalogue.js';
import type { Context } from '../context.js';
import { writeJson } from '../render/json.js';
import { formatTable } from '../render/table.js';
import type { Settings } from '../settings.js';

/** `supops incident list`: the catalogue. */
export async function incidentListCommand(context: Context, settings: Settings): Promise<ExitCode> {
  const scenarios = await listScenarios();
  if (settings.output === 'json') writeJson(context.stdout, { scenarios });
  else context.stdout.write(formatTable([['SCENARIO', 'TITLE'], ...scenarios.map(({ name, title }) => [name, title])]));
  return EXIT.ok;
}
