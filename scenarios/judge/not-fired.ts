import { hasLabels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { alertText, listText, sinceInjection } from '../language/sentences.js';
import type { Expectation, Finding } from '../model.js';
import type { AlertHistory } from '../record/record.js';
import { blindness, isRuleMissing, watchedTooBriefly } from './health.js';
import { firedSince, type Hearing, type Judged } from './hearing.js';

/** Judges an expectation whose alert did not fire with its labels: is that a finding, or could nobody have known? */
export function judgeNotFired(hearing: Hearing, expectation: Expectation): Judged {
  const { alert, labels } = expectation;
  const name = alertText(alert, labels);
  if (isRuleMissing(hearing, alert))
    return missed({
      id: 'rule-not-loaded',
      alert,
      message: `the rule of ${alert} is in the rule files, but Prometheus has not loaded it`,
    });
  if (wasActiveBefore(hearing, expectation))
    return unknown('active before injection', [
      {
        id: 'already-firing',
        alert,
        message: `${name} was already active when the fault was injected: that it is proves nothing`,
      },
    ]);
  const other = nearestOther(hearing, expectation);
  if (other) {
    const message = `${alert} fired with ${listText(differences(other, expectation))}`;
    return { ...missed({ id: 'label-mismatch', alert, message }), value: 'fired with other labels', histories: [other] };
  }
  const sampled = firstSample(hearing, expectation);
  if (sampled !== undefined) {
    const message = `the raw samples show that ${name} fired at ${sinceInjection(sampled, hearing.injectedAt)}, but nobody saw its way from there`;
    return unknown('fired, unseen', [{ id: 'monitoring-blind', alert, message }]);
  }
  const blind = blindness(hearing, expectation);
  if (blind.length > 0) return unknown('not seen to fire; nobody could have known', blind);
  const brief = watchedTooBriefly(hearing, expectation);
  if (brief !== undefined)
    return unknown('did not fire so far', [{ id: 'monitoring-blind', alert, message: `${name}: ${brief}` }]);
  const pending = pendingText(hearing, expectation);
  return {
    ...missed({ id: 'not-fired', alert, message: `${name} did not fire; ${pending}` }),
    value: `did not fire; ${pending}`,
  };
}

const missed = (finding: Finding): Judged => ({ result: 'missed', value: 'did not fire', findings: [finding], histories: [] });

const unknown = (value: string, findings: readonly Finding[]): Judged => ({
  result: 'unknown',
  value,
  findings,
  histories: [],
});

const wasActiveBefore = ({ timeline, injectedAt = 0 }: Hearing, { alert, labels }: Expectation): boolean =>
  timeline.alerts.some(
    (history) =>
      history.alertname === alert &&
      history.before &&
      hasLabels(history.labels, labels) &&
      (history.endedAt ?? history.resolvedAt ?? Infinity) >= injectedAt,
  );

/** The first raw sample of the expected alert as firing; looks may have missed what Prometheus wrote down. */
const firstSample = ({ window, injectedAt = 0 }: Hearing, { alert, labels }: Expectation): Milliseconds | undefined =>
  window?.alerts.find(
    (one) => one.alertname === alert && one.state === 'firing' && one.last >= injectedAt && hasLabels(one.labels, labels),
  )?.first;

/** The alert of that name that fired and is nearest to the expected labels, unless another expectation is about it. */
function nearestOther(hearing: Hearing, expectation: Expectation): AlertHistory | undefined {
  const { alert } = expectation;
  const others = hearing.scenario.expect.filter((other) => other.id !== expectation.id && other.alert === alert);
  return firedSince(hearing, alert)
    .filter((history) => !others.some(({ labels }) => hasLabels(history.labels, labels)))
    .sort((a, b) => differences(a, expectation).length - differences(b, expectation).length)[0];
}

/** `severity="warning" instead of "critical"`, one for each label that differs. */
const differences = (history: AlertHistory, { labels }: Expectation): readonly string[] =>
  Object.entries(labels).flatMap(([name, value]) => {
    const found = history.labels[name];
    if (found === value) return [];
    return [
      found === undefined ? `no label ${name} instead of ${name}="${value}"` : `${name}="${found}" instead of "${value}"`,
    ];
  });

function pendingText({ timeline, injectedAt, watchedUntil }: Hearing, { alert, labels }: Expectation): string {
  const pending = timeline.alerts.find(
    (history) => history.alertname === alert && !history.before && hasLabels(history.labels, labels),
  )?.pendingAt;
  const until = `until ${sinceInjection(watchedUntil, injectedAt)}`;
  return pending === undefined
    ? `it was never pending ${until}`
    : `it was pending from ${sinceInjection(pending, injectedAt)} and went no further ${until}`;
}
