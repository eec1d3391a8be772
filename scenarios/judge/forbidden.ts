import { alertText, sinceInjection } from '../language/sentences.js';
import type { Finding } from '../model/verdict.js';
import type { Story } from '../story/story.js';
import { type Judged, missed, unknown } from './aspects.js';
import { isRuleMissing, unseenFiring, wasUnhealthy, watchEndedEarly } from './health.js';
import { firedOf, isActiveBefore } from './others.js';

/** Judges "does not fire, not even muted", for one name: three-valued, as everything that did not happen. */
export function judgeForbidden(story: Story, alert: string): Judged {
  const fired = firedOf(story).filter(({ alertname }) => alertname === alert);
  const own = fired.filter((one) => !isActiveBefore(story, one));
  if (own.length > 0) {
    const findings = own.map(({ labels, firingAt }): Finding => {
      const message = `${alertText(alert, labels)} fired at ${sinceInjection(firingAt, story.injectedAt)}, although it must not`;
      return { id: 'forbidden-alert', alert, message };
    });
    return { result: 'missed', value: 'fired', findings, histories: [] };
  }
  if (isRuleMissing(story, alert)) {
    const message = `the rule of ${alert} is in the rule files, but Prometheus has not loaded it`;
    return missed('did not fire', { id: 'rule-not-loaded', alert, message });
  }
  if (fired.length > 0) {
    const message = `${alert} was already active when the fault was injected: that it is proves nothing`;
    return unknown('active before injection', [{ id: 'already-firing', alert, message }]);
  }
  if (wasUnhealthy(story, alert))
    return unknown('did not fire', [{ id: 'rule-unhealthy', alert, message: `the rule of ${alert} failed to evaluate` }]);
  const why = unseenFiring(story) ?? watchEndedEarly(story);
  if (why !== undefined) {
    const message = `whether ${alert} would have fired is unknown: ${why}`;
    return unknown('not seen to fire', [{ id: 'monitoring-blind', alert, message }]);
  }
  return { result: 'met', value: 'did not fire', findings: [], histories: [] };
}
