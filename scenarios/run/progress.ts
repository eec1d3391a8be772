import type { Milliseconds } from '../../core/time.js';
import type { Expectation, Scenario } from '../model.js';
import type { JournalLine } from '../record/events.js';
import type { AlertHistory, Timeline } from '../record/record.js';

/** Histories of an expectation's alert that began in this run and carry the expected labels. */
const historiesOf = ({ alert, labels }: Expectation, timeline: Timeline): readonly AlertHistory[] =>
  timeline.alerts.filter(
    (history) =>
      history.alertname === alert &&
      !history.before &&
      Object.entries(labels).every(([name, value]) => history.labels[name] === value),
  );

/** What an expectation still waits for after the fault, or `undefined` once its detection is complete. Only tells when to go on: judging is `judge`'s. */
export function undetected(expectation: Expectation, timeline: Timeline): string | undefined {
  const { alert, notified, inhibitedBy } = expectation;
  const histories = historiesOf(expectation, timeline);
  if (!histories.some(({ firingAt }) => firingAt !== undefined)) {
    return `${alert} to fire${histories.some(({ pendingAt }) => pendingAt !== undefined) ? ' (pending)' : ''}`;
  }
  if (inhibitedBy !== undefined) {
    return histories.some((history) => history.inhibitedBy.includes(inhibitedBy))
      ? undefined
      : `${alert} to be muted by ${inhibitedBy}`;
  }
  const missing = notified.filter((channel) => !hasReceipt(histories, channel, 'firing'));
  return missing.length === 0 ? undefined : `${alert} to arrive by ${missing.join(' and ')}`;
}

/** What an expectation still waits for after the repair, or `undefined`. */
export function unrecovered(expectation: Expectation, timeline: Timeline): string | undefined {
  const { alert, notified, resolves, inhibitedBy } = expectation;
  const fired = historiesOf(expectation, timeline).filter(({ firingAt }) => firingAt !== undefined);
  if (fired.length === 0) return undefined;
  if (fired.some(({ resolvedAt }) => resolvedAt === undefined)) return `${alert} to resolve`;
  if (!resolves || inhibitedBy !== undefined) return undefined;
  const missing = notified.filter((channel) => hasReceipt(fired, channel, 'firing') && !hasReceipt(fired, channel, 'resolved'));
  return missing.length === 0 ? undefined : `the resolution of ${alert} to arrive by ${missing.join(' and ')}`;
}

const hasReceipt = (histories: readonly AlertHistory[], channel: string, status: 'firing' | 'resolved'): boolean =>
  histories.some(({ receipts }) => receipts.some((receipt) => receipt.channel === channel && receipt.status === status));

/** The first thing any expectation waits for. */
export function firstPending(
  scenario: Scenario,
  timeline: Timeline,
  pending: (expectation: Expectation, timeline: Timeline) => string | undefined,
): string | undefined {
  const reasons = scenario.expect.flatMap((expectation) => pending(expectation, timeline) ?? []);
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

/** Builds a value from the journal's lines at most once for each length of it: phases look ten times a second. */
export function cachedByLength<T>(lines: readonly JournalLine[], build: (lines: readonly JournalLine[]) => T): () => T {
  let length = -1;
  let value: T;
  return () => {
    if (lines.length !== length) [length, value] = [lines.length, build(lines)];
    return value;
  };
}

/** The longest of several spans, 0 for none. */
export const longest = (spans: readonly Milliseconds[]): Milliseconds => Math.max(0, ...spans);
