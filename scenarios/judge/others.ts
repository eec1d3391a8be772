import { hasLabels, type Labels, labelKey } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { alertText, listText, sinceInjection } from '../language/sentences.js';
import type { Finding } from '../model/verdict.js';
import { withoutName } from '../story/episodes.js';
import type { Story } from '../story/story.js';
import { type Judged, unknown } from './aspects.js';
import { inboxLost, unhealthyRules, unseenFiring, watchEndedEarly } from './health.js';

/** An alert that fired after injection. */
export interface Fired {
  readonly alertname: string;
  /** As in Prometheus or Alertmanager, without the name. */
  readonly labels: Labels;
  readonly firingAt: Milliseconds;
}

/**
 * Judges "nothing else fired", from the raw `ALERTS` samples of the whole window and from what was seen live. Exempt: expected and
 * allowed alerts, those that were already active at injection, those about the machine (`layer: host`), and those that an inhibition
 * muted from beginning to end.
 * @param explained alerts that another verdict already names
 */
export function judgeOthers(story: Story, explained: readonly Labels[]): Judged {
  const candidates = firedOf(story).filter((fired) => !isExempt(story, fired, explained));
  const muted = candidates.filter((fired) => isMuted(story, fired));
  const unexpected = candidates.filter((fired) => !muted.includes(fired));
  const findings = unexpected.map(({ alertname, labels, firingAt }): Finding => {
    const message = `${alertText(alertname, labels)} fired at ${sinceInjection(firingAt, story.injectedAt)}; it is neither expected nor allowed`;
    return { id: 'unexpected-alert', alert: alertname, message };
  });
  const unhealthy = nothingMayFire(story) ? unhealthyRules(story).filter((name) => isOther(story, name)) : [];
  if (findings.length === 0 && unhealthy.length > 0)
    return unknown(
      'not seen throughout',
      unhealthy.map((alert) => ({ id: 'rule-unhealthy', alert, message: `the rule of ${alert} failed to evaluate` })),
    );
  if (findings.length > 0) return { result: 'missed', value: `${listText(names(unexpected))} fired`, findings, histories: [] };
  const blind = blindSpot(story, muted);
  if (blind !== undefined) return unknown('not seen throughout', [blind]);
  const value = muted.length === 0 ? 'nothing else fired' : `nothing else fired unmuted; muted: ${listText(names(muted))}`;
  return { result: 'met', value, findings: [], histories: [] };
}

// Where that is what is judged, every rule must have been able to fire. Elsewhere one that cannot be evaluated is a fault of the rules, not of the run.
const nothingMayFire = ({ scenario: { expect, silences = [] } }: Story): boolean =>
  expect.length === 0 && silences.length === 0;

// Only the inbox can show that muted alerts were not notified.
function blindSpot(story: Story, muted: readonly Fired[]): Finding | undefined {
  const blind = unseenFiring(story) ?? watchEndedEarly(story);
  if (blind !== undefined) return { id: 'monitoring-blind', message: blind };
  if (muted.length === 0) return undefined;
  const unsure = `whether a message for ${listText(names(muted))} was sent is unknown`;
  if (story.started.parts.receipts === undefined)
    return { id: 'receipts-absent', message: `${unsure}: nobody tells what ${story.started.stack} sends` };
  return inboxLost(story) ? { id: 'monitoring-blind', message: `${unsure}: the inbox was lost` } : undefined;
}

const names = (fired: readonly Fired[]): readonly string[] => [...new Set(fired.map(({ alertname }) => alertname))];

/** Everything that fired after injection, live or in the raw samples, each once; what was active before may be among it. */
export function firedOf({ alerts, window, injectedAt = 0 }: Story): readonly Fired[] {
  const sampled = (window?.alerts ?? [])
    .filter(({ state, last }) => state === 'firing' && last >= injectedAt)
    .map(({ alertname, labels, first }) => ({ alertname, labels: withoutName(labels), firingAt: first }));
  const seen = alerts.flatMap(({ alertname, labels, firingAt, before }) =>
    before || firingAt === undefined ? [] : [{ alertname, labels, firingAt }],
  );
  return distinct([...seen, ...sampled]);
}

// Alertmanager's labels are Prometheus' labels plus the external ones: the same alert, reported twice.
const isSame = (a: Fired, b: Fired): boolean =>
  a.alertname === b.alertname && (hasLabels(a.labels, b.labels) || hasLabels(b.labels, a.labels));

function distinct(all: readonly Fired[]): readonly Fired[] {
  const kept: Fired[] = [];
  for (const fired of all) if (!kept.some((one) => isSame(one, fired))) kept.push(fired);
  return kept;
}

function isExempt(story: Story, fired: Fired, explained: readonly Labels[]): boolean {
  const { scenario } = story;
  const { alertname, labels } = fired;
  if (!isOther(story, alertname) || labels.layer === 'host') return true;
  if (scenario.expect.some((one) => one.alert === alertname && hasLabels(labels, one.labels))) return true;
  if (explained.some((one) => labelKey({ ...one, alertname }) === labelKey({ ...labels, alertname }))) return true;
  return isActiveBefore(story, fired);
}

/** True for a name that may not fire as one of the others: neither allowed, nor forbidden, which is judged by itself. */
const isOther = ({ scenario: { allow, forbid = [] } }: Story, alertname: string): boolean =>
  !allow.includes(alertname) && !forbid.includes(alertname);

/** True if the alert was already active at injection. */
export function isActiveBefore({ alerts, lines, injectedAt = 0 }: Story, fired: Fired): boolean {
  const baseline = lines.flatMap((line) => (line.type === 'baseline' ? line.alerts : []));
  const earlier = [
    ...baseline,
    ...alerts.filter((one) => one.before && (one.endedAt ?? one.resolvedAt ?? Infinity) >= injectedAt),
  ];
  return earlier.some((one) => isSame({ ...one, labels: withoutName(one.labels), firingAt: 0 }, fired));
}

/** Muted by inhibition, as configured, and not notified. */
const isMuted = ({ alerts }: Story, fired: Fired): boolean => {
  const same = alerts.filter(
    (one) => !one.before && one.firingAt !== undefined && isSame({ ...one, firingAt: one.firingAt }, fired),
  );
  return same.length > 0 && same.every(({ inhibitedBy, receipts }) => inhibitedBy.length > 0 && receipts.length === 0);
};
