import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { parseAlertmanagerConfig } from '../../stack/alerting/routes.js';
import { channelName } from '../language/sentences.js';
import type { Finding } from '../model/verdict.js';
import type { AlertHistory, ExpectationStory, Story } from '../story/story.js';
import type { Aspect } from './aspects.js';
import { inboxLost, wasUnreachable, watchedTooBriefly } from './health.js';

/** A message via one channel, or why there is none. */
export interface Delivery extends Aspect {
  readonly channel: string;
  /** Arrival of the first message that carried this very alert as firing. */
  readonly at?: Milliseconds;
}

/** Looks for an alert's message via one channel. */
export function judgeDelivery(
  story: Story,
  expected: ExpectationStory,
  { history, channel }: { readonly history: AlertHistory; readonly channel: string },
): Delivery {
  const { alert } = expected.expectation;
  const receipt = history.receipts.find((one) => one.channel === channel && one.status === 'firing');
  if (receipt) return { channel, result: 'met', findings: [], at: receipt.receivedAt };
  if (story.started.parts.receipts === undefined) return withoutReceipts(story, alert, channel);
  const missing = (cause: string, ...more: readonly Finding[]): Delivery => ({
    channel,
    result: 'missed',
    findings: [
      { id: 'not-notified', alert, message: `${alert} was not notified via ${channelName(channel)}: ${cause}` },
      ...more,
    ],
  });
  if (history.silenced)
    return missing('it was silenced', { id: 'silenced', alert, message: `${alert} was muted by a silence` });
  if (history.inhibitedBy.length > 0) {
    const message = `${alert} was muted by ${history.inhibitedBy.join(' and ')}`;
    return missing(`it was muted by ${history.inhibitedBy.join(' and ')}`, { id: 'inhibited', alert, message });
  }
  const route = wrongReceiver(story, history, channel);
  if (route !== undefined) return missing(route, { id: 'wrong-receiver', alert, message: `${alert}: ${route}` });
  const unmarked = unmarkedMessages(story, expected, channel);
  if (unmarked.length > 0) {
    const what = `message ${unmarked.join(', ')} names it without fingerprint and startsAt, and may belong to another incident`;
    return missing(what, { id: 'receipt-unidentified', alert, message: `${alert}: ${channelName(channel)} ${what}` });
  }
  const blind = lostSight(story) ?? watchedTooBriefly(story, expected);
  if (blind !== undefined) return notSeen(channel, alert, blind);
  return missing(plainCause(story, history, channel));
}

const notSeen = (channel: string, alert: string, why: string): Delivery => ({
  channel,
  result: 'unknown',
  findings: [
    { id: 'monitoring-blind', alert, message: `whether ${alert} was notified via ${channelName(channel)} is unknown: ${why}` },
  ],
});

const withoutReceipts = ({ started }: Story, alert: string, channel: string): Delivery => ({
  channel,
  result: 'unknown',
  findings: [
    {
      id: 'receipts-absent',
      alert,
      message: `whether ${alert} was notified via ${channelName(channel)} is unknown: nobody tells what ${started.stack} sends`,
    },
  ],
});

/** Why a message may have arrived unseen. */
function lostSight(story: Story): string | undefined {
  if (inboxLost(story) || wasUnreachable(story, 'receipts')) return 'the inbox was not reachable throughout';
  return wasUnreachable(story, 'alertmanager') ? 'Alertmanager could not be asked throughout' : undefined;
}

function plainCause(story: Story, history: AlertHistory, channel: string): string {
  if (history.receivedAt === undefined) return 'it never appeared in Alertmanager';
  const waited = `no message within ${formatSpan(story.watchedUntil - (history.firingAt ?? story.watchedUntil))} of firing`;
  return carriesEarlier(story, history, channel) ? `${waited}; the message that arrived is of an earlier incident` : waited;
}

// The same alert with another startsAt: mail from the previous run.
const carriesEarlier = ({ lines }: Story, { fingerprint, startsAt = 0 }: AlertHistory, channel: string): boolean =>
  lines.some(
    (line) =>
      line.type === 'receipt' &&
      line.channel === channel &&
      line.alerts.some((one) => one.fingerprint === fingerprint && Date.parse(one.startsAt) < startsAt - 1),
  );

/** `it was routed to team (slack), which does not notify via e-mail`, if that is so. */
function wrongReceiver({ started }: Story, { receivers }: AlertHistory, channel: string): string | undefined {
  const channels = channelsByReceiver(started.configuration);
  if (receivers.length === 0 || !receivers.every((name) => channels.has(name))) return undefined;
  if (receivers.some((name) => channels.get(name)?.includes(channel))) return undefined;
  const named = receivers.map((name) => `${name} (${channels.get(name)?.join(', ') || 'no channel'})`);
  return `it was routed to ${named.join(' and ')}, which does not notify via ${channelName(channel)}`;
}

function channelsByReceiver(configuration: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const [, text] = Object.entries(configuration).find(([name]) => /alertmanager/.test(name) && !/production/.test(name)) ?? [];
  return text === undefined ? new Map() : parseAlertmanagerConfig(text).receivers;
}

/** Messages that arrived via a channel since the injection and name the alert, but carry no marker at all. */
export const unmarkedMessages = (
  { lines }: Story,
  { expectation: { alert }, injectedAt = 0 }: ExpectationStory,
  channel?: string,
): readonly number[] =>
  lines.flatMap((line) =>
    line.type === 'receipt' &&
    (channel === undefined || line.channel === channel) &&
    line.receivedAt >= injectedAt &&
    line.alerts.length === 0 &&
    mentions(`${line.subject}\n${line.excerpt}`, alert)
      ? [line.message]
      : [],
  );

// As a whole word: NodeApiDown does not mention ApiDown.
const mentions = (text: string, alert: string): boolean =>
  text.split(alert).some((part, i, parts) => i > 0 && !/\w$/.test(parts[i - 1] ?? '') && !/^\w/.test(part));
