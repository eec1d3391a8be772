import { formatSpan } from '../../core/duration.js';
import { hasLabels, type Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { alertText, channelName, listText, sinceInjection } from '../language/sentences.js';
import type { Expectation } from '../model/scenario.js';
import type { Finding } from '../model/verdict.js';
import type { AlertHistory, ExpectationStory, Story } from '../story/story.js';
import { type Aspect, type Judged, withAspects } from './aspects.js';
import { unmarkedMessages } from './delivery.js';
import { judgeFlapping } from './flapping.js';
import { inboxLost, wasUnreachable, watchedTooBriefly } from './health.js';
import { judgeNotFired } from './not-fired.js';
import { judgeOrder } from './order.js';
import { judgeAnnotations } from './payload.js';
import { judgeResolution } from './resolution.js';
import { judgeRunbook } from './runbook.js';

/** The story of an expectation with `inhibitedBy`. */
export type InhibitedStory = ExpectationStory & { readonly expectation: Expectation & { readonly inhibitedBy: string } };

/** True for expectations that are judged here. */
export const isInhibited = (expected: ExpectationStory): expected is InhibitedStory =>
  expected.expectation.inhibitedBy !== undefined;

/**
 * Judges "is muted by": the alert fired, was suppressed by the named alert, and no message for it arrived from injection to the end
 * of recovery. An alert that never fired was muted by nothing: that is missed, not met.
 */
export function judgeInhibited(story: Story, expected: InhibitedStory): Judged {
  const { expectation, injectedAt = 0, fired } = expected;
  const leaks = withoutEnds(leaksOf(story, expected));
  if (leaks.length > 0) return leaked(expected, leaks);
  if (fired.length === 0) return judgeNotFired(story, expected);
  const muted = fired.filter((history) => history.inhibitedBy.includes(expectation.inhibitedBy));
  const [first = fired[0]] = muted;
  const valueMs = (first?.firingAt ?? injectedAt) - injectedAt;
  const judged = muted.length > 0 ? silence(story, expected) : notMuted(story, expected);
  const fires: Judged = {
    result: 'met',
    value: `fired after ${formatSpan(valueMs)}`,
    valueMs,
    findings: [],
    histories: first ? [first] : [],
  };
  return withAspects(fires, [
    judged,
    ...(first ? aboutAlert(story, expected, first) : []),
    judgeFlapping(story, expected),
    ...(expectation.resolves ? [judgeResolution(story, expected)] : []),
  ]);
}

const aboutAlert = (story: Story, expected: InhibitedStory, history: AlertHistory): readonly Aspect[] => [
  judgeOrder(story, expected, history),
  judgeAnnotations(expected.expectation, history),
  judgeRunbook(story, expected.expectation, history),
];

type Muting = Required<Aspect>;

// It was muted; is it also certain that nothing was sent?
function silence(story: Story, expected: InhibitedStory): Muting {
  const { alert, inhibitedBy } = expected.expectation;
  const unsure = (finding: Finding): Muting => ({ result: 'unknown', value: `muted by ${inhibitedBy}`, findings: [finding] });
  if (story.started.parts.receipts === undefined) {
    const message = `whether a message for ${alert} was sent is unknown: nobody tells what ${story.started.stack} sends`;
    return unsure({ id: 'receipts-absent', alert, message });
  }
  if (inboxLost(story)) {
    const message = `whether a message for ${alert} arrived is unknown: the inbox was not reachable throughout`;
    return unsure({ id: 'monitoring-blind', alert, message });
  }
  const unmarked = unmarkedMessages(story, expected);
  if (unmarked.length === 0) return { result: 'met', value: `muted by ${inhibitedBy}, no message`, findings: [] };
  const message = `message ${unmarked.join(', ')} names ${alert} without fingerprint and startsAt: it may be about this alert`;
  return unsure({ id: 'receipt-unidentified', alert, message });
}

function notMuted(story: Story, expected: InhibitedStory): Muting {
  const { fired } = expected;
  const { alert, inhibitedBy } = expected.expectation;
  if (fired.some(({ silenced }) => silenced))
    return missed('silenced', { id: 'silenced', alert, message: `${alert} was muted by a silence, not by ${inhibitedBy}` });
  const others = [...new Set(fired.flatMap((history) => history.inhibitedBy))];
  if (others.length > 0) {
    const message = `${alert} was muted by ${listText(others)}, not by ${inhibitedBy}`;
    return missed(`muted by ${listText(others)}`, { id: 'wrong-inhibitor', alert, message });
  }
  const blind = wasUnreachable(story, 'alertmanager')
    ? 'Alertmanager could not be asked throughout'
    : watchedTooBriefly(story, expected);
  if (blind !== undefined) {
    const message = `whether ${alert} was muted by ${inhibitedBy} is unknown: ${blind}`;
    return { result: 'unknown', value: 'not seen to be muted', findings: [{ id: 'monitoring-blind', alert, message }] };
  }
  const message = `${alert} was not muted by ${inhibitedBy}: nothing suppressed it, although no message had arrived by the end`;
  return missed('not muted', { id: 'not-inhibited', alert, message });
}

const missed = (value: string, finding: Finding): Muting => ({ result: 'missed', value, findings: [finding] });

/** A message that should not have been sent. */
interface Leak {
  readonly message: number;
  readonly channel: string;
  readonly receivedAt: Milliseconds;
  /** It says only that the alert is over. */
  readonly resolved: boolean;
}

// The end of what was notified before is notified too: that is no slip of its own.
function withoutEnds(leaks: readonly Leak[]): readonly Leak[] {
  const begun = leaks.filter(({ resolved }) => !resolved);
  return begun.length > 0 ? begun : leaks;
}

function leaked({ expectation, injectedAt, undoneAt = Infinity, fired }: InhibitedStory, leaks: readonly Leak[]): Judged {
  const { alert, labels, inhibitedBy } = expectation;
  const findings = leaks.map(({ message, channel, receivedAt }): Finding => {
    const what = `${alertText(alert, labels)} was notified via ${channelName(channel)} (message ${message}) at ${sinceInjection(receivedAt, injectedAt)}`;
    return receivedAt < undoneAt
      ? { id: 'not-inhibited', alert, message: `${what}, although ${inhibitedBy} should have muted it` }
      : {
          id: 'slipped-out',
          alert,
          message: `${what}, ${formatSpan(receivedAt - undoneAt)} after the repair: ${inhibitedBy} stopped muting it too early`,
        };
  });
  const value = `${leaks.length} ${leaks.length === 1 ? 'message' : 'messages'} arrived`;
  return { result: 'missed', value, findings, histories: fired.slice(0, 1) };
}

/** Messages since the injection that carry the alert, for episodes that this fault began; leftovers from an earlier incident do not belong to this run. */
function leaksOf({ lines }: Story, { expectation: { alert, labels }, injectedAt = 0 }: InhibitedStory): readonly Leak[] {
  const known = new Map<string, Labels>();
  for (const line of lines) if (line.type === 'notification-state') known.set(line.fingerprint, line.labels);
  return lines.flatMap((line) => {
    if (line.type !== 'receipt' || line.receivedAt < injectedAt) return [];
    const carried = line.alerts.filter(
      (one) =>
        one.alertname === alert &&
        !(Date.parse(one.startsAt) < injectedAt) &&
        hasLabels(known.get(one.fingerprint) ?? labels, labels),
    );
    const resolved = carried.every(({ status }) => status === 'resolved');
    return carried.length > 0 ? [{ message: line.message, channel: line.channel, receivedAt: line.receivedAt, resolved }] : [];
  });
}
