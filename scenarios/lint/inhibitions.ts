import type { Matcher } from '../../core/labels.js';
import { suggestion } from '../../core/nearest.js';
import { accepts, labelValue } from '../../stack/alerting/audit/alert-labels.js';
import type { Inhibition, Route } from '../../stack/alerting/model.js';
import { listText } from '../language/sentences.js';
import type { KnownAlert } from './alerts.js';
import { type LintProblem, problemAt, type Spot } from './problem.js';
import type { Routing } from './routes.js';

/** Inhibitions that mute nothing, or more than they seem to, and names of alerts that no rule has. */
export function checkInhibitions(routing: Routing): readonly LintProblem[] {
  const { config, file, places } = routing;
  return [
    ...config.inhibitions.flatMap((inhibition, i) => checkOne(inhibition, { file, ...places.inhibition(i) }, routing)),
    ...routeNames(routing),
  ];
}

function checkOne(inhibition: Inhibition, at: Spot, { alerts }: Routing): readonly LintProblem[] {
  const unknown = [...inhibition.source, ...inhibition.target].flatMap((matcher) => unknownAlerts(matcher, at, alerts));
  if (unknown.length > 0) return unknown;
  const sources = alerts.filter(({ labels }) => accepts(inhibition.source, labels) !== 'no');
  const targets = alerts.filter(({ labels }) => accepts(inhibition.target, labels) !== 'no');
  const missing = [...(sources.length === 0 ? ['source'] : []), ...(targets.length === 0 ? ['target'] : [])];
  if (missing.length > 0) {
    const message = `this inhibition mutes nothing: no rule can be its ${listText(missing)}`;
    return [problemAt(at, 'warning', { code: 'mutes-nothing', message })];
  }
  return [...absentLabels(inhibition, { sources, targets }, at), ...onBothSides(inhibition, alerts, at)];
}

// A label that both lack counts as equal (inhibit.InhibitRule.hasEqual).
function absentLabels(
  { equal }: Inhibition,
  { sources, targets }: { readonly sources: readonly KnownAlert[]; readonly targets: readonly KnownAlert[] },
  at: Spot,
): readonly LintProblem[] {
  const isAbsent = (name: string) => [...sources, ...targets].every(({ labels }) => labelValue(labels, name) === '');
  return equal.filter(isAbsent).map((name) => {
    const message = `no alert on either side has the label ${name} of \`equal\`: labels that both lack count as equal, so it restricts nothing`;
    return problemAt(at, 'warning', { code: 'absent-equal', message });
  });
}

function onBothSides({ source, target }: Inhibition, alerts: readonly KnownAlert[], at: Spot): readonly LintProblem[] {
  const both = alerts.filter(({ labels }) => accepts(source, labels) === 'yes' && accepts(target, labels) === 'yes');
  if (both.length === 0) return [];
  const names = [...new Set(both.map(({ rule }) => rule.name))];
  const message = `${listText(names)} ${names.length === 1 ? 'is' : 'are'} on both sides of this inhibition: such alerts mute neither themselves nor each other`;
  return [problemAt(at, 'warning', { code: 'self-inhibition', message })];
}

function routeNames({ config, file, places, alerts }: Routing): readonly LintProblem[] {
  const visit = (route: Route, path: readonly number[]): readonly LintProblem[] => [
    ...route.matchers.flatMap((matcher) => unknownAlerts(matcher, { file, ...places.route(path) }, alerts)),
    ...route.routes.flatMap((child, i) => visit(child, [...path, i])),
  ];
  return visit(config.route, []);
}

// `=`, and `=~` if it lists plain names.
function unknownAlerts({ name, op, value }: Matcher, at: Spot, alerts: readonly KnownAlert[]): readonly LintProblem[] {
  const isList = op === '=' || (op === '=~' && /^\w+(\|\w+)*$/.test(value));
  if (name !== 'alertname' || !isList || value === '') return [];
  const known = new Set(alerts.map(({ rule }) => rule.name));
  return value
    .split('|')
    .filter((wanted) => !known.has(wanted))
    .map((wanted) =>
      problemAt(at, 'warning', {
        code: 'unknown-alert',
        message: `no rule has the alert ${wanted}${suggestion(wanted, known)}`,
      }),
    );
}
