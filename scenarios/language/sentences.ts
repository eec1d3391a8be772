import { formatSpan } from '../../core/duration.js';
import { formatLabels, type Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';
import type { Expectation, Scenario, SilenceExpectation } from '../model/scenario.js';

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
  const { alert, labels, notified, resolves, inhibitedBy, after, afterAlert } = expectation;
  const name = alertText(alert, labels);
  const within = budgetMs === undefined ? '' : ` within ${formatSpan(budgetMs)}${after === undefined ? '' : ` of ${after}`}`;
  const order = afterAlert === undefined ? '' : ` after ${afterAlert}`;
  const end = `${carries(expectation)}${resolves ? ', and resolves' : ''}`;
  if (inhibitedBy !== undefined) return `${name}${order === '' ? '' : ` fires${order} and`} is muted by ${inhibitedBy}${end}`;
  if (notified.length === 0) return `${name} fires${order}${within}${end}`;
  return `${name} fires${order}${resolves ? ',' : ' and'} is notified via ${channelNames(notified)}${within}${end}`;
}

/** `, with a runbook and the annotation summary`. */
function carries({ annotations = {}, runbook = false }: Expectation): string {
  const names = Object.keys(annotations);
  const parts = [
    ...(runbook ? ['a runbook'] : []),
    ...(names.length === 0 ? [] : [`the ${names.length === 1 ? 'annotation' : 'annotations'} ${listText(names)}`]),
  ];
  return parts.length === 0 ? '' : `, with ${listText(parts)}`;
}

/** `Watchdog falls silent within 31 s, and is heard again after the repair`. */
export function silenceSentence({ alert, after }: SilenceExpectation, budgetMs: Milliseconds | undefined): string {
  const within = budgetMs === undefined ? '' : ` within ${formatSpan(budgetMs)}${after === undefined ? '' : ` of ${after}`}`;
  return `${alert} falls silent${within}, and is heard again after the repair`;
}

/** What is always judged: `No other alert fires unmuted`. */
export function nothingElseSentence(
  { expect, silences = [] }: Pick<Scenario, 'expect' | 'silences'>,
  watchMs: Milliseconds | undefined,
): string {
  const watched = watchMs === undefined ? '' : ` within ${formatSpan(watchMs)} of the last injection`;
  return expect.length === 0 && silences.length === 0
    ? `No alert fires unmuted${watched}`
    : `No other alert fires unmuted${watched}`;
}

/** `T+4.2 s`, from injection; `T-3.0 s` before it. */
export function sinceInjection(at: Milliseconds, injectedAt: Milliseconds | undefined): string {
  if (injectedAt === undefined) return new Date(at).toISOString();
  return at < injectedAt ? `T-${formatSpan(injectedAt - at)}` : `T+${formatSpan(at - injectedAt)}`;
}
