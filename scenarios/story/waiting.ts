import { channelNames } from '../language/sentences.js';
import type { AlertHistory, ExpectationStory, Story } from './story.js';

/** What an expectation still waits for after the fault; `undefined` once its detection is complete. Decides only when to go on; judging is left to `judge`. */
export function undetected({ expectation, histories, fired }: ExpectationStory): string | undefined {
  const { alert, notified, inhibitedBy } = expectation;
  if (fired.length === 0) {
    const pending = histories.some(({ pendingAt }) => pendingAt !== undefined);
    return `${alert} to fire${pending ? ' (pending)' : ''}`;
  }
  if (inhibitedBy !== undefined)
    return histories.some((history) => history.inhibitedBy.includes(inhibitedBy))
      ? undefined
      : `${alert} to be muted by ${inhibitedBy}`;
  const missing = notified.filter((channel) => !hasReceipt(histories, channel, 'firing'));
  return missing.length === 0 ? undefined : `${alert} to arrive via ${channelNames(missing)}`;
}

/** What an expectation still waits for after the repair, or `undefined`. */
export function unrecovered({ expectation, fired }: ExpectationStory): string | undefined {
  const { alert, notified, resolves, inhibitedBy } = expectation;
  if (fired.length === 0) return undefined;
  if (fired.some(({ resolvedAt }) => resolvedAt === undefined)) return `${alert} to resolve`;
  if (!resolves || inhibitedBy !== undefined) return undefined;
  const missing = notified.filter((channel) => hasReceipt(fired, channel, 'firing') && !hasReceipt(fired, channel, 'resolved'));
  return missing.length === 0 ? undefined : `the resolution of ${alert} to arrive via ${channelNames(missing)}`;
}

const hasReceipt = (histories: readonly AlertHistory[], channel: string, status: 'firing' | 'resolved'): boolean =>
  histories.some(({ receipts }) => receipts.some((receipt) => receipt.channel === channel && receipt.status === status));

/** Everything that any expectation waits for, or `undefined`. */
export function waitsFor(
  { expectations }: Pick<Story, 'expectations'>,
  pending: (expectation: ExpectationStory) => string | undefined,
): string | undefined {
  const reasons = expectations.flatMap((expectation) => pending(expectation) ?? []);
  return reasons.length === 0 ? undefined : reasons.join('; ');
}
