import { hasLabels } from '../../core/labels.js';
import { CHANNEL_NAMES } from '../language/sentences.js';
import type { AlertHistory } from '../record/record.js';
import { withoutName } from '../story/episodes.js';
import type { Hearing } from './hearing.js';

/** Where a verdict's proof is: journal lines of its alerts, and the messages that carried them. `none` where there is none. */
export function evidenceOf({ lines, injectedAt = 0 }: Hearing, alert: string, histories: readonly AlertHistory[]): string {
  const seqs = lines.flatMap((line) => {
    if ((line.type !== 'alert' && line.type !== 'notification-state') || line.alertname !== alert || line.at < injectedAt)
      return [];
    const labels = withoutName(line.labels);
    const isOurs = histories.length === 0 || histories.some((history) => hasLabels(history.labels, labels));
    return isOurs ? [line.seq] : [];
  });
  const messages = histories.flatMap(({ receipts }) =>
    receipts.map(({ message, channel, status }) => `${message} (${CHANNEL_NAMES[channel]}, ${status})`),
  );
  const parts = [
    ...(seqs.length === 0 ? [] : [`journal ${seqs.join(', ')}`]),
    ...(messages.length === 0 ? [] : [`messages ${messages.join(', ')}`]),
  ];
  return parts.join('; ') || 'none';
}
