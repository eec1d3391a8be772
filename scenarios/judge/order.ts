import { alertText, sinceInjection } from '../language/sentences.js';
import type { AlertHistory, ExpectationStory, Story } from '../story/story.js';
import type { Aspect } from './aspects.js';
import { unwatched } from './health.js';

/** Judges "fires after the named alert": by Prometheus' own moments of firing, of which the earlier one must be earlier. */
export function judgeOrder(story: Story, { expectation, injectedAt }: ExpectationStory, history: AlertHistory): Aspect {
  const { alert, labels, afterAlert } = expectation;
  const { firingAt } = history;
  if (afterAlert === undefined || firingAt === undefined) return { result: 'met', findings: [] };
  const earlier = story.alerts
    .filter((one) => one.alertname === afterAlert && !one.before)
    .flatMap((one) => one.firingAt ?? [])
    .toSorted((a, b) => a - b)[0];
  if (earlier !== undefined && earlier < firingAt) return { result: 'met', findings: [] };
  const name = `${alertText(alert, labels)} fired at ${sinceInjection(firingAt, injectedAt)}`;
  const blind = unwatched(story);
  if (earlier === undefined && blind !== undefined) {
    const message = `${name}; whether ${afterAlert} had fired before is unknown: ${blind}`;
    return { result: 'unknown', findings: [{ id: 'monitoring-blind', alert, message }] };
  }
  const then =
    earlier === undefined
      ? `without ${afterAlert}, which must fire before it and did not fire`
      : `and ${afterAlert}, which must fire before it, at ${sinceInjection(earlier, injectedAt)}`;
  return { result: 'missed', findings: [{ id: 'order-wrong', alert, message: `${name}, ${then}` }] };
}
