import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { absentSelectors, requiredSeries } from '../../stack/alerting/series.js';
import type { Finding } from '../model/verdict.js';
import type { JournalLine } from '../record/events.js';
import { GRACE_MS } from '../story/bounds.js';
import { ownOutages } from '../story/outage.js';
import type { ExpectationStory, Story } from '../story/story.js';

type Monitoring = Extract<JournalLine, { type: 'monitoring' }>;

/** The sources that are queried during a run, as named in `monitoring` lines. */
export type Source = 'prometheus' | 'alertmanager' | 'receipts' | 'load';

/**
 * Why "it did not fire" proves nothing about an expectation's rule: its series were absent, it was not evaluated, or the source could not be queried.
 * Empty if the series was scraped and the rule evaluated throughout.
 * @param raw whether raw samples of the window may make up for failed polls
 */
export function blindness(
  story: Story,
  { expectation, rule, injectedAt }: ExpectationStory,
  { raw } = { raw: true },
): readonly Finding[] {
  const { alert } = expectation;
  const states = statesDuring(story, injectedAt);
  const absent = new Set(states.flatMap(({ absentSeries }) => absentOf(rule, absentSeries)));
  const findings: Finding[] = [];
  if (absent.size > 0)
    findings.push({
      id: 'series-absent',
      alert,
      message: `${alert} could not fire: Prometheus had no series for ${[...absent].join(' and ')}`,
    });
  if (states.some(({ unhealthyRules }) => unhealthyRules.includes(alert)))
    findings.push({ id: 'rule-unhealthy', alert, message: `the rule of ${alert} failed to evaluate` });
  const blind = unwatched(story, { raw });
  if (blind !== undefined) findings.push({ id: 'monitoring-blind', alert, message: blind });
  return findings;
}

/** Why Prometheus' view of the window has gaps; `undefined` if it has none. */
export function unwatched(story: Story, { raw } = { raw: true }): string | undefined {
  const window = raw ? story.window : undefined;
  // Raw samples of the whole window make up for every failed poll.
  if (window?.complete) return undefined;
  if (window) return 'the raw ALERTS samples of the window have gaps: rules were not evaluated throughout';
  return wasUnreachable(story, 'prometheus') ? 'Prometheus could not be asked throughout' : undefined;
}

/**
 * Why an alert may have fired unseen; `undefined` if none can have. Where a fault of the scenario has Prometheus as its victim, no rule is evaluated and
 * nothing fires: such a gap hides nothing. (It does say nothing about an alert that was to fire in it: see `unwatched`.)
 */
export function unseenFiring(story: Story): string | undefined {
  const { window } = story;
  if (!window) return 'there are no raw ALERTS samples of the window';
  return isOwnDoing(story, window) ? undefined : unwatched(story);
}

/** True if there are gaps and a fault of the scenario itself explains every one. */
function isOwnDoing(story: Story, { gaps = [], stepMs }: NonNullable<Story['window']>): boolean {
  const outages = ownOutages(story, 'prometheus');
  return (
    gaps.length > 0 &&
    gaps.every((gap) => outages.some(({ from, until }) => gap.from >= from - SLACK_STEPS * stepMs && gap.from < until))
  );
}

// A gap begins with the last sample, which is older than the fault.
const SLACK_STEPS = 3;

/** True if the source was unreachable at some moment between the first injection and the end. */
export const wasUnreachable = (story: Story, source: Source): boolean =>
  statesDuring(story, story.injectedAt, Infinity).some(({ sources }) => isSilent(sources, source));

/** True if the source was unreachable when the journal ended: its last state was not read. */
export function isUnreachableAtEnd({ lines }: Story, source: Source): boolean {
  const last = lines.findLast((line) => line.type === 'monitoring');
  return last !== undefined && isSilent(last.sources, source);
}

// A source that is never mentioned was never found unreachable.
const isSilent = (sources: Monitoring['sources'], source: Source): boolean => (sources[source] ?? 'ok') !== 'ok';

/** True if messages may be lost: the inbox, which keeps them in memory, ended or started during the run, or was not read to the end. */
export const inboxLost = (story: Story): boolean =>
  isUnreachableAtEnd(story, 'receipts') || cameAndWent(story, story.started.parts.receipts);

/** Why the records of what users saw may have gaps; `undefined` if they have none. */
export function loadLost(story: Story): string | undefined {
  if (cameAndWent(story, story.started.parts.load)) return 'the load source ended or started again during the run';
  return isUnreachableAtEnd(story, 'load') || wasUnreachable(story, 'load')
    ? 'the load source could not be asked throughout'
    : undefined;
}

const cameAndWent = ({ lines }: Story, service: string | undefined): boolean =>
  lines.some(
    (line) => line.type === 'engine' && line.service === service && (line.kind === 'ended' || line.kind === 'started'),
  );

/** True if the rule of the alert is in the files and was never seen in Prometheus. */
export const isRuleMissing = ({ lines }: Story, alert: string): boolean =>
  lines.findLast((line) => line.type === 'monitoring')?.missingRules.includes(alert) ?? false;

/** Names of the rules that failed to evaluate at some moment between the first injection and the repair. */
export const unhealthyRules = (story: Story): readonly string[] => [
  ...new Set(statesDuring(story, story.injectedAt).flatMap((state) => state.unhealthyRules)),
];

/** True if the rule of the alert is among them. */
export const wasUnhealthy = (story: Story, alert: string): boolean => unhealthyRules(story).includes(alert);

/** Why "nothing fired" is not certain: the run ended before the time was up for which it should have watched. */
export function watchEndedEarly({ started: { watchMs }, faults, watchedUntil }: Story): string | undefined {
  if (watchMs === undefined) return undefined;
  const lastInjection = Math.max(...faults.map(({ injectedAt = Infinity }) => injectedAt));
  const watched = Math.max(0, watchedUntil - lastInjection);
  return watched < watchMs - GRACE_MS
    ? `the run watched for ${formatSpan(watched)} of the ${formatSpan(watchMs)} that it may take`
    : undefined;
}

/** The health at a moment, and every change until `until`; without the moment, the last state. */
function statesDuring(
  { lines, watchedUntil }: Story,
  from: Milliseconds | undefined,
  until: Milliseconds = watchedUntil,
): readonly Monitoring[] {
  const states = lines.filter((line) => line.type === 'monitoring');
  if (from === undefined) return states.slice(-1);
  const inForce = states.findLast(({ at }) => at <= from);
  return [...(inForce ? [inForce] : []), ...states.filter(({ at }) => at > from && at <= until)];
}

function absentOf(rule: ExpectationStory['rule'], absent: readonly string[]): readonly string[] {
  if (!rule || absent.length === 0) return [];
  return absentSelectors(requiredSeries(rule.expr), (selector) => !absent.includes(selector));
}

/** Why "not yet" is not a finding: the run went on before the expectation's time was up, or it is unknown how long it may take. */
export function watchedTooBriefly(
  { watchedUntil }: Story,
  { injectedAt, budgetMs }: Pick<ExpectationStory, 'injectedAt' | 'budgetMs'>,
): string | undefined {
  if (injectedAt === undefined) return undefined;
  if (budgetMs === undefined) return 'nothing is known of its rule, so that nobody can say how long it may take';
  const watched = watchedUntil - injectedAt;
  return watched < budgetMs - GRACE_MS
    ? `the run waited ${formatSpan(watched)} of the ${formatSpan(budgetMs)} it may take`
    : undefined;
}
