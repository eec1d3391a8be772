import { alertText, channelName, listText } from '../language/sentences.js';
import { isWantedText } from '../language/wanted-text.js';
import type { Expectation } from '../model/scenario.js';
import type { Finding } from '../model/verdict.js';
import type { JournalLine } from '../record/events.js';
import type { AlertHistory, Story } from '../story/story.js';
import type { Aspect } from './aspects.js';

/** A message as the journal has it. */
export type Receipt = Extract<JournalLine, { type: 'receipt' }>;

/** The messages that carried this very alert, with their texts. */
export function messagesOf({ lines }: Story, { receipts }: AlertHistory): readonly Receipt[] {
  const numbers = new Set(receipts.map(({ message, channel }) => `${message} ${channel}`));
  return lines.filter((line): line is Receipt => line.type === 'receipt' && numbers.has(`${line.message} ${line.channel}`));
}

/** `message 3 (Slack)`. */
export const messageText = ({ message, channel }: Pick<Receipt, 'message' | 'channel'>): string =>
  `message ${message} (${channelName(channel)})`;

/** Judges "carries these annotations". */
export function judgeAnnotations({ alert, labels, annotations }: Expectation, history: AlertHistory): Aspect {
  if (annotations === undefined) return MET;
  const name = alertText(alert, labels);
  const { annotations: found } = history;
  if (found === undefined) {
    const message = `the annotations of ${name} are unknown: Prometheus was not seen to list it`;
    return { result: 'unknown', findings: [{ id: 'monitoring-blind', alert, message }] };
  }
  const wrong = Object.entries(annotations).filter(([key, wanted]) => !isWantedText(wanted, found[key] ?? ''));
  const differences = wrong.map(([key, wanted]) => {
    const text = found[key];
    const instead = isPattern(wanted) ? `which does not match ${wanted}` : `instead of "${wanted}"`;
    return text === undefined ? `no annotation ${key}` : `${key} "${text}", ${instead}`;
  });
  if (differences.length === 0) return MET;
  return missed({ id: 'annotation-mismatch', alert, message: `${name} fired with ${listText(differences)}` });
}

const isPattern = (wanted: string): boolean => wanted.startsWith('/');

/** What a template leaves behind that was not rendered, or failed: Go's templates, and Prometheus' own words. */
const UNRENDERED = [/<no value>/, /\{\{[^{}\n]{0,100}(?:\}\})?/, /<error expanding template: [^>]{0,100}>?/];

/** Judges "its messages are rendered": none that carried the alert shows a template. */
export function judgeRendering(story: Story, { alert, labels, rendered = true }: Expectation, history: AlertHistory): Aspect {
  if (!rendered) return MET;
  const findings = messagesOf(story, history).flatMap((receipt): Finding[] => {
    const left = UNRENDERED.flatMap((pattern) => pattern.exec(`${receipt.subject}\n${receipt.excerpt}`)?.[0] ?? [])[0];
    if (left === undefined) return [];
    const message = `${messageText(receipt)} about ${alertText(alert, labels)} shows a template that was not rendered: ${left}`;
    return [{ id: 'template-broken', alert, message }];
  });
  return { result: findings.length > 0 ? 'missed' : 'met', findings };
}

/** Judges "has a message of its own": the first one of each channel carries no alert of another name. */
export function judgeGrouping(
  story: Story,
  { alert, labels, notified, grouped = false }: Expectation,
  history: AlertHistory,
): Aspect {
  if (grouped) return MET;
  const firing = history.receipts.filter(({ status }) => status === 'firing');
  const firsts = notified.flatMap((channel) => firing.find((receipt) => receipt.channel === channel)?.message ?? []);
  const findings = messagesOf(story, history).flatMap((receipt): Finding[] => {
    const others = [...new Set(receipt.alerts.map(({ alertname }) => alertname))].filter((name) => name !== alert);
    if (!firsts.includes(receipt.message) || others.length === 0) return [];
    const message = `${alertText(alert, labels)} arrived in ${messageText(receipt)}, which is also about ${listText(others)}: they are in one group`;
    return [{ id: 'grouped', alert, message }];
  });
  return { result: findings.length > 0 ? 'missed' : 'met', findings };
}

const MET: Aspect = { result: 'met', findings: [] };
const missed = (finding: Finding): Aspect => ({ result: 'missed', findings: [finding] });
