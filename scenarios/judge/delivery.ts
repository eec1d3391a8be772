import { formatSpan } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import type { Channel } from '../../stack/alerting/model.js';
import { parseAlertmanagerConfig } from '../../stack/alerting/routes.js';
import { CHANNEL_NAMES } from '../language/sentences.js';
import type { Expectation, Finding } from '../model.js';
import type { AlertHistory } from '../record/record.js';
import { inboxLost, wasUnreachable, watchedTooBriefly } from './health.js';
import type { Hearing, Piece } from './hearing.js';

/** A message of one channel, or why there is none. */
export interface Delivery extends Piece {
  readonly channel: Channel;
  /** Arrival of the first message that carried this very alert as firing. */
  readonly at?: Milliseconds;
}

/** Looks for the message by one channel. */
export function judgeDelivery(hearing: Hearing, expectation: Expectation, history: AlertHistory, channel: Channel): Delivery {
  const { alert } = expectation;
  const receipt = history.receipts.find((one) => one.channel === channel && one.status === 'firing');
  if (receipt) return { channel, result: 'met', findings: [], at: receipt.receivedAt };
  const missing = (cause: string, ...more: readonly Finding[]): Delivery => ({
    channel,
    result: 'missed',
    findings: [
      { id: 'not-notified', alert, message: `${alert} was not notified by ${CHANNEL_NAMES[channel]}: ${cause}` },
      ...more,
    ],
  });
  if (history.silenced)
    return missing('it was silenced', { id: 'silenced', alert, message: `${alert} was muted by a silence` });
  if (history.inhibitedBy.length > 0) {
    const message = `${alert} was muted by ${history.inhibitedBy.join(' and ')}`;
    return missing(`it was muted by ${history.inhibitedBy.join(' and ')}`, { id: 'inhibited', alert, message });
  }
  const route = wrongReceiver(hearing, history, channel);
  if (route !== undefined) return missing(route, { id: 'wrong-receiver', alert, message: `${alert}: ${route}` });
  const unmarked = unmarkedMessages(hearing, alert, channel);
  if (unmarked.length > 0) {
    const what = `message ${unmarked.join(', ')} names it without fingerprint and startsAt, and may belong to another incident`;
    return missing(what, { id: 'receipt-unidentified', alert, message: `${alert}: ${CHANNEL_NAMES[channel]} ${what}` });
  }
  const blind = lostSight(hearing) ?? watchedTooBriefly(hearing, expectation);
  if (blind !== undefined) return unknown(channel, alert, blind);
  return missing(plainCause(hearing, history, channel));
}

const unknown = (channel: Channel, alert: string, why: string): Delivery => ({
  channel,
  result: 'unknown',
  findings: [
    { id: 'monitoring-blind', alert, message: `whether ${alert} was notified by ${CHANNEL_NAMES[channel]} is unknown: ${why}` },
  ],
});

/** Why a message may have arrived without having been seen. */
function lostSight(hearing: Hearing): string | undefined {
  if (inboxLost(hearing) || wasUnreachable(hearing, 'inbox')) return 'the inbox was not reachable throughout';
  return wasUnreachable(hearing, 'alertmanager') ? 'Alertmanager could not be asked throughout' : undefined;
}

function plainCause(hearing: Hearing, history: AlertHistory, channel: Channel): string {
  if (history.receivedAt === undefined) return 'it never appeared in Alertmanager';
  const waited = `no message within ${formatSpan(hearing.watchedUntil - (history.firingAt ?? hearing.watchedUntil))} of firing`;
  return carriesEarlier(hearing, history, channel) ? `${waited}; the message that arrived is of an earlier incident` : waited;
}

// The same alert with another startsAt: mail of the previous run.
const carriesEarlier = ({ lines }: Hearing, { fingerprint, startsAt = 0 }: AlertHistory, channel: Channel): boolean =>
  lines.some(
    (line) =>
      line.type === 'receipt' &&
      line.channel === channel &&
      line.alerts.some((one) => one.fingerprint === fingerprint && Date.parse(one.startsAt) < startsAt - 1),
  );

/** `it was routed to team (slack), none of which notifies by e-mail`, where that is so. */
function wrongReceiver({ started }: Hearing, { receivers }: AlertHistory, channel: Channel): string | undefined {
  const channels = channelsByReceiver(started.configuration);
  if (receivers.length === 0 || !receivers.every((name) => channels.has(name))) return undefined;
  if (receivers.some((name) => channels.get(name)?.includes(channel))) return undefined;
  const named = receivers.map((name) => `${name} (${channels.get(name)?.join(', ') || 'no channel'})`);
  return `it was routed to ${named.join(' and ')}, which does not notify by ${CHANNEL_NAMES[channel]}`;
}

function channelsByReceiver(configuration: Readonly<Record<string, string>>): ReadonlyMap<string, readonly Channel[]> {
  const [, text] = Object.entries(configuration).find(([name]) => /alertmanager/.test(name) && !/production/.test(name)) ?? [];
  return text === undefined ? new Map() : parseAlertmanagerConfig(text).receivers;
}

/** Messages that arrived by a channel since injection and name the alert, yet carry no marker at all. */
export const unmarkedMessages = ({ lines, injectedAt = 0 }: Hearing, alert: string, channel?: Channel): readonly number[] =>
  lines.flatMap((line) =>
    line.type === 'receipt' &&
    (channel === undefined || line.channel === channel) &&
    line.receivedAt >= injectedAt &&
    line.alerts.length === 0 &&
    mentions(`${line.subject}\n${line.excerpt}`, alert)
      ? [line.message]
      : [],
  );

// As a whole word: ApiDown is not named by NodeApiDown.
const mentions = (text: string, alert: string): boolean =>
  text.split(alert).some((part, i, parts) => i > 0 && !/\w$/.test(parts[i - 1] ?? '') && !/^\w/.test(part));
