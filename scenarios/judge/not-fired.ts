import { hasLabels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { alertText, listText, sinceInjection } from '../language/sentences.js';
import type { AlertHistory, ExpectationStory, Story } from '../story/story.js';
import { type Judged, missed, unknown } from './aspects.js';
import { blindness, isRuleMissing, watchedTooBriefly } from './health.js';

/** Judges an expectation whose alert did not fire with its labels: is that a finding, or was nobody able to see it? */
export function judgeNotFired(story: Story, expected: ExpectationStory): Judged {
  const { alert, labels } = expected.expectation;
  const name = alertText(alert, labels);
  if (isRuleMissing(story, alert)) {
    const message = `the rule of ${alert} is in the rule files, but Prometheus has not loaded it`;
    return missed('did not fire', { id: 'rule-not-loaded', alert, message });
  }
  if (wasActiveBefore(story, expected)) {
    const message = `${name} was already active when the fault was injected: that it is proves nothing`;
    return unknown('active before injection', [{ id: 'already-firing', alert, message }]);
  }
  const other = expected.nearest;
  if (other) {
    const message = `${alert} fired with ${listText(differences(other, expected))}`;
    return { ...missed('fired with other labels', { id: 'label-mismatch', alert, message }), histories: [other] };
  }
  const sampled = firstSample(story, expected);
  if (sampled !== undefined) {
    const message = `the raw samples show that ${name} fired at ${sinceInjection(sampled, expected.injectedAt)}, but nobody saw its way from there`;
    return unknown('fired, unseen', [{ id: 'monitoring-blind', alert, message }]);
  }
  const blind = blindness(story, expected);
  if (blind.length > 0) return unknown('not seen to fire; nobody could have known', blind);
  const brief = watchedTooBriefly(story, expected);
  if (brief !== undefined)
    return unknown('did not fire so far', [{ id: 'monitoring-blind', alert, message: `${name}: ${brief}` }]);
  const pending = pendingText(story, expected);
  return missed(`did not fire; ${pending}`, { id: 'not-fired', alert, message: `${name} did not fire; ${pending}` });
}

/** An alert of the name and labels that began too early to count and lasted until the fault. */
const wasActiveBefore = (
  { alerts }: Story,
  { expectation: { alert, labels }, histories, injectedAt = 0 }: ExpectationStory,
): boolean =>
  alerts.some(
    (history) =>
      history.alertname === alert &&
      hasLabels(history.labels, labels) &&
      !histories.includes(history) &&
      (history.endedAt ?? history.resolvedAt ?? Infinity) >= injectedAt,
  );

/** The first raw sample of the expected alert as firing; polls may have missed what Prometheus recorded. */
const firstSample = (
  { window }: Story,
  { expectation: { alert, labels }, injectedAt = 0 }: ExpectationStory,
): Milliseconds | undefined =>
  window?.alerts.find(
    (one) => one.alertname === alert && one.state === 'firing' && one.last >= injectedAt && hasLabels(one.labels, labels),
  )?.first;

/** `severity="warning" instead of "critical"`, one for each label that differs. */
const differences = (history: AlertHistory, { expectation: { labels } }: ExpectationStory): readonly string[] =>
  Object.entries(labels).flatMap(([name, value]) => {
    const found = history.labels[name];
    if (found === value) return [];
    return [
      found === undefined ? `no label ${name} instead of ${name}="${value}"` : `${name}="${found}" instead of "${value}"`,
    ];
  });

function pendingText({ watchedUntil }: Story, { histories, injectedAt }: ExpectationStory): string {
  const pending = histories[0]?.pendingAt;
  const until = `until ${sinceInjection(watchedUntil, injectedAt)}`;
  return pending === undefined
    ? `it was never pending ${until}`
    : `it was pending from ${sinceInjection(pending, injectedAt)} and went no further ${until}`;
}
