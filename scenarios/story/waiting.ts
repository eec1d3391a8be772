import { channelNames } from '../language/sentences.js';
import type { AlertHistory, ExpectationStory, SilenceStory, Story } from './story.js';

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

/** The same for a silence: until it is noticed. */
export const unnoticed = ({ expectation: { alert }, noticedAt }: SilenceStory): string | undefined =>
  noticedAt === undefined ? `${alert} to fall silent` : undefined;

/** After the repair: until it is over. A silence that was not there has no end. */
export const unbroken = ({ expectation: { alert }, noticedAt, backAt }: SilenceStory): string | undefined =>
  noticedAt !== undefined && backAt === undefined ? `a message about ${alert}` : undefined;

/** Before the fault: until a message has arrived whose absence can be noticed. */
export const unheard = ({ expectation: { alert }, arrivals }: SilenceStory): string | undefined =>
  arrivals.length === 0 ? `a message about ${alert}` : undefined;

/** What a run waits for. */
export interface Awaited {
  readonly expectation: (expectation: ExpectationStory) => string | undefined;
  readonly silence: (silence: SilenceStory) => string | undefined;
}

/** Everything that any expectation waits for, or `undefined`. */
export function waitsFor(
  { expectations, silences }: Pick<Story, 'expectations' | 'silences'>,
  awaited: Awaited,
): string | undefined {
  const reasons = [
    ...expectations.flatMap((expectation) => awaited.expectation(expectation) ?? []),
    ...silences.flatMap((silence) => awaited.silence(silence) ?? []),
  ];
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

/** What is waited for before the fault, between fault and repair, and after it. */
export const BEFORE: Awaited = { expectation: () => undefined, silence: unheard };
export const DETECTION: Awaited = { expectation: undetected, silence: unnoticed };
export const RECOVERY: Awaited = { expectation: unrecovered, silence: unbroken };
