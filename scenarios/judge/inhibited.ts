import { formatSpan } from '../../core/duration.js';
import { hasLabels, type Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import { alertText, CHANNEL_NAMES, listText, sinceInjection } from '../language/sentences.js';
import type { Expectation, Finding } from '../model.js';
import type { AlertHistory } from '../record/record.js';
import { unmarkedMessages } from './delivery.js';
import { inboxLost, wasUnreachable, watchedTooBriefly } from './health.js';
import { firedAsExpected, type Hearing, type Judged, worst } from './hearing.js';
import { judgeNotFired } from './not-fired.js';
import { judgeResolution } from './resolution.js';

/** An expectation that names its inhibitor. */
export type InhibitedExpectation = Expectation & { readonly inhibitedBy: string };

/** True for expectations that are judged here. */
export const isInhibited = (expectation: Expectation): expectation is InhibitedExpectation =>
  expectation.inhibitedBy !== undefined;

/**
 * Judges "is muted by": the alert fired, was suppressed by the named alert, and no message for it arrived from injection to the end
 * of recovery. An alert that never fired was muted by nothing: that is missed, not met.
 */
export function judgeInhibited(hearing: Hearing, expectation: InhibitedExpectation): Judged {
  const { injectedAt = 0 } = hearing;
  const fired = firedAsExpected(hearing, expectation);
  const leaks = leaksOf(hearing, expectation);
  if (leaks.length > 0) return leaked(hearing, expectation, leaks);
  if (fired.length === 0) return judgeNotFired(hearing, expectation);
  const muted = fired.filter((history) => history.inhibitedBy.includes(expectation.inhibitedBy));
  const [first = fired[0]] = muted;
  const valueMs = (first?.firingAt ?? injectedAt) - injectedAt;
  const judged = muted.length > 0 ? silence(hearing, expectation) : notMuted(hearing, expectation, fired);
  const resolution = expectation.resolves ? judgeResolution(hearing, expectation, fired) : undefined;
  return {
    result: worst([judged.result, resolution?.result ?? 'met']),
    value: [`fired after ${formatSpan(valueMs)}`, judged.value, ...(resolution?.value ? [resolution.value] : [])].join('; '),
    valueMs,
    findings: [...judged.findings, ...(resolution?.findings ?? [])],
    histories: first ? [first] : [],
  };
}

type Part = Pick<Judged, 'result' | 'value' | 'findings'>;

// It was muted; is it certain that nothing was sent?
function silence(hearing: Hearing, { alert, inhibitedBy }: InhibitedExpectation): Part {
  const value = `muted by ${inhibitedBy}, no message`;
  if (inboxLost(hearing)) {
    const message = `whether a message for ${alert} arrived is unknown: the inbox was not reachable throughout`;
    return { result: 'unknown', value: `muted by ${inhibitedBy}`, findings: [{ id: 'monitoring-blind', alert, message }] };
  }
  const unmarked = unmarkedMessages(hearing, alert);
  if (unmarked.length === 0) return { result: 'met', value, findings: [] };
  const message = `message ${unmarked.join(', ')} names ${alert} without fingerprint and startsAt: it may be about this alert`;
  return { result: 'unknown', value: `muted by ${inhibitedBy}`, findings: [{ id: 'receipt-unidentified', alert, message }] };
}

function notMuted(hearing: Hearing, expectation: InhibitedExpectation, fired: readonly AlertHistory[]): Part {
  const { alert, inhibitedBy } = expectation;
  if (fired.some(({ silenced }) => silenced))
    return missed('silenced', { id: 'silenced', alert, message: `${alert} was muted by a silence, not by ${inhibitedBy}` });
  const others = [...new Set(fired.flatMap((history) => history.inhibitedBy))];
  if (others.length > 0) {
    const message = `${alert} was muted by ${listText(others)}, not by ${inhibitedBy}`;
    return missed(`muted by ${listText(others)}`, { id: 'not-inhibited', alert, message });
  }
  const blind = wasUnreachable(hearing, 'alertmanager')
    ? 'Alertmanager could not be asked throughout'
    : watchedTooBriefly(hearing, expectation);
  if (blind !== undefined) {
    const message = `whether ${alert} was muted by ${inhibitedBy} is unknown: ${blind}`;
    return { result: 'unknown', value: 'not seen to be muted', findings: [{ id: 'monitoring-blind', alert, message }] };
  }
  const message = `${alert} was not muted by ${inhibitedBy}: nothing suppressed it, although no message had arrived by the end`;
  return missed('not muted', { id: 'not-inhibited', alert, message });
}

const missed = (value: string, finding: Finding): Part => ({ result: 'missed', value, findings: [finding] });

/** A message that should not exist. */
interface Leak {
  readonly message: number;
  readonly channel: 'email' | 'slack' | 'webhook';
  readonly receivedAt: Milliseconds;
}

function leaked(hearing: Hearing, expectation: InhibitedExpectation, leaks: readonly Leak[]): Judged {
  const { alert, labels, inhibitedBy } = expectation;
  const { injectedAt, undoneAt = Infinity } = hearing;
  const findings = leaks.map(({ message, channel, receivedAt }): Finding => {
    const what = `${alertText(alert, labels)} was notified by ${CHANNEL_NAMES[channel]} (message ${message}) at ${sinceInjection(receivedAt, injectedAt)}`;
    return receivedAt < undoneAt
      ? { id: 'not-inhibited', alert, message: `${what}, although ${inhibitedBy} should have muted it` }
      : {
          id: 'slipped-out',
          alert,
          message: `${what}, ${formatSpan(receivedAt - undoneAt)} after the repair: ${inhibitedBy} stopped muting it too early`,
        };
  });
  const value = `${leaks.length} ${leaks.length === 1 ? 'message' : 'messages'} arrived`;
  return { result: 'missed', value, findings, histories: firedAsExpected(hearing, expectation).slice(0, 1) };
}

/** Messages since injection that carry the alert, begun by this fault; what an earlier incident left behind is not this run's. */
function leaksOf({ lines, injectedAt = 0 }: Hearing, { alert, labels }: Expectation): readonly Leak[] {
  const known = new Map<string, Labels>();
  for (const line of lines) if (line.type === 'notification-state') known.set(line.fingerprint, line.labels);
  return lines.flatMap((line) => {
    if (line.type !== 'receipt' || line.receivedAt < injectedAt) return [];
    const carries = line.alerts.some(
      (one) =>
        one.alertname === alert &&
        !(Date.parse(one.startsAt) < injectedAt) &&
        hasLabels(known.get(one.fingerprint) ?? labels, labels),
    );
    return carries ? [{ message: line.message, channel: line.channel, receivedAt: line.receivedAt }] : [];
  });
}
