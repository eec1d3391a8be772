import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { absentSelectors, requiredSeries } from '../../stack/alerting/series.js';
import type { Expectation, Finding } from '../model.js';
import type { JournalLine } from '../record/events.js';
import { budgetOf, GRACE_MS } from '../story/bounds.js';
import type { Hearing } from './hearing.js';

type Monitoring = Extract<JournalLine, { type: 'monitoring' }>;

/**
 * Why "it did not fire" proves nothing about an expectation's rule: its series were absent, it did not evaluate, or nobody could look.
 * Empty where the series was scraped and the rule evaluated throughout.
 */
export function blindness(hearing: Hearing, { id, alert }: Expectation): readonly Finding[] {
  const states = statesDuring(hearing);
  const absent = new Set(states.flatMap(({ absentSeries }) => absentOf(hearing, id, absentSeries)));
  const findings: Finding[] = [];
  if (absent.size > 0)
    findings.push({
      id: 'series-absent',
      alert,
      message: `${alert} could not fire: Prometheus had no series for ${[...absent].join(' and ')}`,
    });
  if (states.some(({ unhealthyRules }) => unhealthyRules.includes(alert)))
    findings.push({ id: 'rule-unhealthy', alert, message: `the rule of ${alert} failed to evaluate` });
  const blind = unwatched(hearing);
  if (blind !== undefined) findings.push({ id: 'monitoring-blind', alert, message: blind });
  return findings;
}

/** Why Prometheus' view of the window has gaps; `undefined` where it has none. */
export function unwatched(hearing: Hearing): string | undefined {
  const { window } = hearing;
  // Raw samples of the whole window make up for every look that failed.
  if (window?.complete) return undefined;
  if (window) return 'the raw ALERTS samples of the window have gaps: rules were not evaluated throughout';
  return wasUnreachable(hearing, 'prometheus') ? 'Prometheus could not be asked throughout' : undefined;
}

/** True where the program could not be reached at some moment between injection and the end. */
export const wasUnreachable = (hearing: Hearing, program: 'prometheus' | 'alertmanager' | 'inbox'): boolean =>
  statesDuring(hearing, Infinity).some((state) => state[program] === 'unreachable');

/** True where the program could not be reached when the journal ended: what it knew last was not read. */
export const isUnreachableAtEnd = ({ lines }: Hearing, program: 'prometheus' | 'alertmanager' | 'inbox'): boolean =>
  lines.findLast((line) => line.type === 'monitoring')?.[program] === 'unreachable';

/** True where messages may be lost: the inbox, which keeps them in memory, ended or began during the run, or was not read to the end. */
export const inboxLost = (hearing: Hearing): boolean =>
  isUnreachableAtEnd(hearing, 'inbox') ||
  hearing.lines.some(
    (line) => line.type === 'engine' && line.service === 'inbox' && (line.action === 'die' || line.action === 'start'),
  );

/** True where the rule of the alert is in the files and was never seen in Prometheus. */
export const isRuleMissing = ({ lines }: Hearing, alert: string): boolean =>
  lines.findLast((line) => line.type === 'monitoring')?.missingRules?.includes(alert) ?? false;

/** The health in force at injection, and every change until `until`; without injection, the last state. */
function statesDuring({ lines, injectedAt, watchedUntil }: Hearing, until: Milliseconds = watchedUntil): readonly Monitoring[] {
  const states = lines.filter((line) => line.type === 'monitoring');
  if (injectedAt === undefined) return states.slice(-1);
  const inForce = states.findLast(({ at }) => at <= injectedAt);
  return [...(inForce ? [inForce] : []), ...states.filter(({ at }) => at > injectedAt && at <= until)];
}

function absentOf({ started }: Hearing, id: string, absent: readonly string[]): readonly string[] {
  const rule = started.rules[id];
  if (!rule || absent.length === 0) return [];
  return absentSelectors(requiredSeries(rule.expr), (selector) => !absent.includes(selector));
}

/** Where the run went on before the expectation's time was up: "not yet" is no finding. */
export function watchedTooBriefly(hearing: Hearing, expectation: Expectation): string | undefined {
  const { started, injectedAt, watchedUntil } = hearing;
  const budget = budgetOf(expectation, started.speed, started.bounds[expectation.id]);
  if (injectedAt === undefined || budget === undefined) return undefined;
  const watched = watchedUntil - injectedAt;
  return watched < budget - GRACE_MS
    ? `the run waited ${formatSpan(watched)} of the ${formatSpan(budget)} it may take`
    : undefined;
}
