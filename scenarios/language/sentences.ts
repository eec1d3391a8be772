import { formatSpan } from '../../core/duration.js';
import { formatLabels, type Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { Expectation } from '../model/scenario.js';

/** Channels in the words of sentences. */
const CHANNEL_NAMES: Readonly<Record<string, string>> = { email: 'e-mail', slack: 'Slack', webhook: 'webhook' };

/** A channel in the words of sentences; a channel that supops has no word for keeps its own name. */
export const channelName = (channel: string): string => CHANNEL_NAMES[channel] ?? channel;

/** `e-mail and Slack`. */
export const channelNames = (channels: readonly string[]): string => listText(channels.map(channelName));

/** `DatabaseDown{service="db"}`, or the bare name. */
export const alertText = (alert: string, labels: Labels): string =>
  Object.keys(labels).length === 0 ? alert : `${alert}${formatLabels(labels, ['alertname'])}`;

/** `a`, `a and b`, `a, b and c`. */
export const listText = (items: readonly string[]): string =>
  items.length <= 1 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** An expectation as a sentence: `DatabaseDown{…} fires, is notified via e-mail and Slack within 6.2 s, and resolves`. */
export function expectationSentence(expectation: Expectation, budgetMs: Milliseconds | undefined): string {
  const { alert, labels, notified, resolves, inhibitedBy, after } = expectation;
  const name = alertText(alert, labels);
  const within = budgetMs === undefined ? '' : ` within ${formatSpan(budgetMs)}${after === undefined ? '' : ` of ${after}`}`;
  const end = resolves ? ', and resolves' : '';
  if (inhibitedBy !== undefined) return `${name} is muted by ${inhibitedBy}${end}`;
  if (notified.length === 0) return `${name} fires${within}${end}`;
  return `${name} fires${resolves ? ',' : ' and'} is notified via ${channelNames(notified)}${within}${end}`;
}

/** `T+4.2 s`, from injection. */
export const sinceInjection = (at: Milliseconds, injectedAt: Milliseconds | undefined): string =>
  injectedAt === undefined ? new Date(at).toISOString() : `T+${formatSpan(at - injectedAt)}`;
