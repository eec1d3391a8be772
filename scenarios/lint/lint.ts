import { sortProblems } from '../../core/problem.js';
import { routingPlaces } from '../../stack/alerting/audit/places.js';
import { parseAlertmanagerConfig } from '../../stack/alerting/routes.js';
import { loadScenario } from '../language/load.js';
import { knownAlerts } from './alerts.js';
import { checkInhibitions } from './inhibitions.js';
import type { LintFile, LintInput } from './input.js';
import { checkMuting } from './muting.js';
import { asErrors, type LintProblem } from './problem.js';
import { checkRoutes } from './routes.js';
import { checkRules } from './rules.js';

/** Checks scenario files, rule files and Alertmanager configurations; every problem of all of them, in reading order. */
export function lint(input: LintInput): readonly LintProblem[] {
  const of = (kind: LintFile['kind']) => input.files.filter((file) => file.kind === kind);
  const found = [
    ...of('scenario').flatMap(({ file, text }) => asErrors(loadScenario(file, text, input.known).problems)),
    ...checkRules(input),
    ...of('alertmanager').flatMap((file) => checkRouting(file, input)),
    ...checkMuting(input),
  ];
  return sortProblems(found);
}

function checkRouting({ file, text }: LintFile, { known }: LintInput): readonly LintProblem[] {
  const config = parseAlertmanagerConfig(text, file);
  // What cannot be read says nothing about where alerts go.
  if (config.problems.length > 0) return asErrors(config.problems);
  const routing = { file, config, places: routingPlaces(file, text), alerts: knownAlerts(known.production) };
  return [...checkRoutes(routing), ...checkInhibitions(routing)];
}
