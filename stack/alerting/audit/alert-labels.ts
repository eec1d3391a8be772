import type { Labels, Matcher } from '../../../core/labels.js';
import { acceptsAll } from '../matchers.js';
import type { AlertRule, Inhibition, Route } from '../model.js';
import { expressionLabels } from './expression-labels.js';
import { mayHave } from './label-set.js';

/** What is known about the labels of a rule's alerts before it has ever fired. */
export interface AlertLabels {
  /** Labels with their values: those of the rule, unless they are templates, those that Prometheus adds, and `alertname`. */
  readonly fixed: Labels;
  /** Whether the alerts may carry a label. If it is not fixed, its value comes from the series. */
  mayHave(name: string): boolean;
}

/** An answer that may depend on labels of which only the series decide. */
export type Answer = 'yes' | 'no' | 'maybe';

/** The labels of a rule's alerts as Alertmanager gets them. */
export function alertLabels(rule: AlertRule, externalLabels: Labels): AlertLabels {
  const own = Object.entries(rule.labels);
  const fixed = {
    ...externalLabels,
    ...Object.fromEntries(own.filter(([, value]) => !isTemplate(value))),
    alertname: rule.name,
  };
  const templated = new Set(own.filter(([, value]) => isTemplate(value)).map(([name]) => name));
  const ofSeries = expressionLabels(rule.expr);
  return { fixed, mayHave: (name) => name in fixed || templated.has(name) || mayHave(ofSeries, name) };
}

const isTemplate = (value: string): boolean => value.includes('{{');

/** The value of a label: fixed, the empty text for one that cannot be there, `undefined` if only the series decide. */
export const labelValue = ({ fixed, mayHave: may }: AlertLabels, name: string): string | undefined =>
  fixed[name] ?? (may(name) ? undefined : '');

/** Whether all matchers accept the alerts of a rule. */
export function accepts(matchers: readonly Matcher[], labels: AlertLabels): Answer {
  const answers = matchers.map((matcher): Answer => {
    const value = labelValue(labels, matcher.name);
    if (value === undefined) return 'maybe';
    return acceptsAll([matcher], { [matcher.name]: value }) ? 'yes' : 'no';
  });
  return every(answers);
}

/** Whether an inhibition lets `source`, while it fires, mute `target` (inhibit.InhibitRule.hasEqual). */
export function mutes({ source: of, target: on, equal }: Inhibition, source: AlertLabels, target: AlertLabels): Answer {
  // An alert that is on both sides is not muted by another that is too.
  const isOnBothSides = every([accepts(of, target), accepts(on, source)]);
  if (isOnBothSides === 'yes') return 'no';
  const same = equal.map((name): Answer => {
    const [a, b] = [labelValue(source, name), labelValue(target, name)];
    return a === undefined || b === undefined ? 'maybe' : a === b ? 'yes' : 'no';
  });
  return every([accepts(of, source), accepts(on, target), ...same]);
}

/** Every route that alerts of a rule may take: more than one if they differ in labels that only the series decide, or with `continue`. */
export function possibleRoutes(route: Route, labels: AlertLabels): readonly Route[] {
  if (accepts(route.matchers, labels) === 'no') return [];
  const taken: Route[] = [];
  for (const child of route.routes) {
    const answer = accepts(child.matchers, labels);
    taken.push(...possibleRoutes(child, labels));
    if (answer === 'yes' && !child.continue) return taken;
  }
  const isTakenBelow = route.routes.some((child) => accepts(child.matchers, labels) === 'yes');
  return isTakenBelow ? taken : [...taken, route];
}

const every = (answers: readonly Answer[]): Answer =>
  answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes';
