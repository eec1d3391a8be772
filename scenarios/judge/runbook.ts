import { alertText, listText } from '../language/sentences.js';
import type { Expectation } from '../model/scenario.js';
import type { Finding } from '../model/verdict.js';
import { isCut } from '../record/excerpt.js';
import type { AlertHistory, Story } from '../story/story.js';
import type { Aspect } from './aspects.js';
import { messagesOf, messageText } from './payload.js';

/** The annotation that links to a runbook. */
export const RUNBOOK_ANNOTATION = 'runbook_url';

/** Judges "links to its runbook": in the alert, in every message for people that carried it, and to a page that is there. */
export function judgeRunbook(story: Story, { alert, labels, runbook = false }: Expectation, history: AlertHistory): Aspect {
  if (!runbook) return { result: 'met', findings: [] };
  const name = alertText(alert, labels);
  const unknown = (message: string): Aspect => ({ result: 'unknown', findings: [{ id: 'monitoring-blind', alert, message }] });
  const missed = (...messages: readonly string[]): Aspect => ({
    result: 'missed',
    findings: messages.map((message): Finding => ({ id: 'runbook-missing', alert, message })),
  });
  if (history.annotations === undefined)
    return unknown(`whether ${name} links to a runbook is unknown: Prometheus was not seen to list it`);
  const url = history.annotations[RUNBOOK_ANNOTATION];
  if (url === undefined || url === '') return missed(`${name} has no annotation ${RUNBOOK_ANNOTATION}`);
  // What the inbox keeps of a webhook is no text for people.
  const messages = messagesOf(story, history).filter(({ channel }) => channel !== 'webhook');
  const without = messages.filter(({ subject, excerpt }) => !`${subject}\n${excerpt}`.includes(url));
  const certain = without.filter(({ excerpt }) => !isCut(excerpt));
  if (certain.length > 0)
    return missed(...certain.map((receipt) => `${messageText(receipt)} about ${name} does not contain its runbook’s link`));
  if (without.length > 0)
    return unknown(
      `whether ${listText(without.map(messageText))} about ${name} contain the runbook’s link is unknown: the journal does not have the whole text`,
    );
  return judgePage(story, alert, url);
}

function judgePage({ lines }: Story, alert: string, url: string): Aspect {
  const link = lines.findLast((line) => line.type === 'link' && line.url === url);
  if (link?.type !== 'link')
    return {
      result: 'unknown',
      findings: [{ id: 'monitoring-blind', alert, message: `whether ${url} leads to a page is unknown: nobody looked` }],
    };
  if (link.state !== 'missing') return { result: 'met', findings: [] };
  return {
    result: 'missed',
    findings: [{ id: 'runbook-missing', alert, message: `the runbook of ${alert}, ${url}, is not there: ${link.detail}` }],
  };
}
