import { formatSpan } from '../../core/duration.js';
import { formatLabels, type Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { Channel } from '../../stack/alerting/model.js';
import type { Expectation, FaultSpec } from '../model.js';

/** Channels in the words of sentences. */
export const CHANNEL_NAMES: Readonly<Record<Channel, string>> = { email: 'e-mail', slack: 'Slack', webhook: 'webhook' };

/** `DatabaseDown{service="db"}`, or the bare name. */
export const alertText = (alert: string, labels: Labels): string =>
  Object.keys(labels).length === 0 ? alert : `${alert}${formatLabels(labels, ['alertname'])}`;

/** `a`, `a and b`, `a, b and c`. */
export const listText = (items: readonly string[]): string =>
  items.length <= 1 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** An expectation as a sentence: `DatabaseDown{…} fires, is notified by e-mail and Slack within 6.2 s, and resolves`. */
export function expectationSentence(expectation: Expectation, budgetMs: Milliseconds | undefined): string {
  const { alert, labels, notified, resolves, inhibitedBy } = expectation;
  const name = alertText(alert, labels);
  const within = budgetMs === undefined ? '' : ` within ${formatSpan(budgetMs)}`;
  const end = resolves ? ', and resolves' : '';
  if (inhibitedBy !== undefined) return `${name} is muted by ${inhibitedBy}${end}`;
  if (notified.length === 0) return `${name} fires${within}${end}`;
  const channels = listText(notified.map((channel) => CHANNEL_NAMES[channel]));
  return `${name} fires${resolves ? ',' : ' and'} is notified by ${channels}${within}${end}`;
}

/** A fault as a noun: `kill of db, held`. */
export function faultText(fault: FaultSpec): string {
  switch (fault.kind) {
    case 'kill':
      return `kill of ${fault.service}${fault.hold ? ', held down' : ''}`;
  }
}

/** `T+4.2 s`, from injection. */
export const sinceInjection = (at: Milliseconds, injectedAt: Milliseconds | undefined): string =>
  injectedAt === undefined ? new Date(at).toISOString() : `T+${formatSpan(at - injectedAt)}`;
