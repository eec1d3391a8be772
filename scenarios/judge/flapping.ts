import { hasLabels } from '../../core/labels.js';
import { alertText, sinceInjection } from '../language/sentences.js';
import type { AlertHistory, ExpectationStory, Story } from '../story/story.js';
import type { Aspect } from './aspects.js';
import { wasUnreachable } from './health.js';

/** Judges how often the alert resolved and fired again; says so in words whenever it did. */
export function judgeFlapping(story: Story, { expectation, fired, injectedAt }: ExpectationStory): Aspect {
  const { alert, labels, resolves, inhibitedBy, flaps: allowed = inhibitedBy === undefined ? 0 : Infinity } = expectation;
  // One that had to resolve and did not is named for that.
  const returns = returnsOf(fired).filter(({ resolvedAt }) => !resolves || resolvedAt !== undefined);
  const count = returns.length;
  if (count === 0) return { result: 'met', findings: [] };
  const times = count === 1 ? 'once' : `${count} times`;
  const value = `fired again ${times}`;
  if (count <= allowed) return { result: 'met', findings: [], value };
  const at = returns.flatMap(({ firingAt }) => (firingAt === undefined ? [] : sinceInjection(firingAt, injectedAt)));
  const message = `${alertText(alert, labels)} resolved and fired again ${times}, at ${at.join(', ')}; ${allowed === 0 ? 'it must not' : `at most ${allowed} times are allowed`}`;
  // Prometheus may have lost an alert by a restart, and found it again.
  if (wasUnreachable(story, 'prometheus'))
    return {
      result: 'unknown',
      value,
      findings: [{ id: 'monitoring-blind', alert, message: `${message}; but Prometheus could not be asked throughout` }],
    };
  return { result: 'missed', value, findings: [{ id: 'flapping', alert, message }] };
}

/** The alerts that are a return of one that had fired before: same group and name, and the same labels, whether Alertmanager has seen both or not. */
const returnsOf = (fired: readonly AlertHistory[]): readonly AlertHistory[] => {
  const episodes = fired.filter(({ group }) => group !== undefined);
  return episodes.filter((one, i) => episodes.slice(0, i).some((earlier) => isSame(earlier, one)));
};

const isSame = (a: AlertHistory, b: AlertHistory): boolean =>
  a.group === b.group && (hasLabels(a.labels, b.labels) || hasLabels(b.labels, a.labels));
