import { hasLabels } from '../../core/labels.js';
import { channelName } from '../language/sentences.js';
import { withoutName } from '../story/episodes.js';
import type { AlertHistory, Story } from '../story/story.js';
import type { Receipt } from './payload.js';

/** Where to find a verdict's proof: journal lines of its alerts, and the messages that carried them. `none` if there is none. */
export function evidenceOf({ lines, injectedAt = 0 }: Story, alert: string, histories: readonly AlertHistory[]): string {
  const seqs = lines.flatMap((line) => {
    if ((line.type !== 'alert' && line.type !== 'notification-state') || line.alertname !== alert || line.at < injectedAt)
      return [];
    const labels = withoutName(line.labels);
    const isOurs = histories.length === 0 || histories.some((history) => hasLabels(history.labels, labels));
    return isOurs ? [line.seq] : [];
  });
  const messages = histories.flatMap(({ receipts }) =>
    receipts.map(({ message, channel, status }) => `${message} (${channelName(channel)}, ${status})`),
  );
  const parts = [
    ...(seqs.length === 0 ? [] : [`journal ${seqs.join(', ')}`]),
    ...(messages.length === 0 ? [] : [`messages ${messages.join(', ')}`]),
  ];
  return parts.join('; ') || 'none';
}

/** The messages about an alert since shortly before the injection: the last one before it and all that followed. */
export function evidenceOfMessages({ lines, injectedAt = 0 }: Story, alert: string): string {
  const messages = lines.filter(
    (line) => line.type === 'receipt' && line.alerts.some(({ alertname }) => alertname === alert),
  ) as readonly Receipt[];
  const last = messages.findLastIndex(({ receivedAt }) => receivedAt <= injectedAt);
  const told = messages.slice(Math.max(0, last)).map(({ message }) => message);
  return told.length === 0 ? 'none' : `messages ${told.join(', ')}`;
}
