import { formatSpan } from '../../core/duration.js';
import { EXIT, type ExitCode } from '../../core/errors.js';
import { explain } from '../../scenarios/explain/explain.js';
import { type CatalogueEntry, findScenario, listScenarios } from '../../scenarios/language/catalogue.js';
import { loadScenario } from '../../scenarios/language/load.js';
import type { Context } from '../context.js';
import { writeJson } from '../render/json.js';
import { formatTable } from '../render/table.js';
import type { Settings } from '../settings.js';
import { type KnownSystem, knownSystem } from './known-system.js';

/** A scenario of the catalogue, with what people choose by. */
interface Listed extends CatalogueEntry {
  /** Ids of its faults; absent, like the rest, for a file that does not fit the stack's own rules. */
  readonly faults?: readonly string[];
  readonly alerts?: readonly string[];
  /** How long a run lasts at most at the speed of the stack, ms. */
  readonly mostMs?: number;
}

/** `supops incident list`: the catalogue. */
export async function incidentListCommand(context: Context, settings: Settings): Promise<ExitCode> {
  const [entries, system] = await Promise.all([listScenarios(), knownSystem(context, settings)]);
  const scenarios = await Promise.all(entries.map((entry) => describe(entry, context.cwd, system)));
  if (settings.output === 'json') writeJson(context.stdout, { scenarios });
  else context.stdout.write(listText(scenarios));
  return EXIT.ok;
}

async function describe(entry: CatalogueEntry, cwd: string, { known, speed }: KnownSystem): Promise<Listed> {
  const { file, text } = await findScenario(entry.name, cwd);
  const { scenario } = loadScenario(file, text, known);
  if (scenario === undefined) return entry;
  return {
    ...entry,
    faults: scenario.faults.map(({ id }) => id),
    alerts: scenario.expect.map(({ alert }) => alert),
    mostMs: Math.round(explain(scenario, { ...known, speed }).durations.drill.total.mostMs),
  };
}

const listText = (scenarios: readonly Listed[]): string =>
  formatTable([
    ['SCENARIO', 'TITLE', 'FAULTS', 'ALERTS', 'AT MOST'],
    ...scenarios.map(({ name, title, faults, alerts, mostMs }) => [
      name,
      title,
      (faults ?? ['does not fit: see `supops lint`']).join(', '),
      several(alerts ?? []),
      mostMs === undefined ? '' : formatSpan(mostMs),
    ]),
  ]);

/** The alert that matters most comes first in a scenario; a table has room for two. */
const several = (names: readonly string[]): string =>
  names.length <= 2 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
