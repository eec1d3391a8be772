import { formatSpan } from '../../core/duration.js';
import { paragraph } from '../document/blocks.js';
import { count } from '../document/figures.js';
import { code, codes, enumerated, joined, type Phrase, phrase, strong } from '../document/phrase.js';
import { clause, outside, sentence } from '../document/text.js';
import { channelName, enumeratedChannels } from '../view/channel-name.js';
import { affected } from '../view/impact.js';
import type { ExpectedAlert } from '../view/story.js';
import { faultStates, isCut, linesOf, type Section, type View } from '../view/view.js';

/** Three sentences: what happened, what the alerting did, how it ended. */
export const summary: Section = {
  id: 'summary',
  title: 'Summary',
  body: (view) => paragraph(joined([whatHappened(view), whatAlertingDid(view), howItEnded(view)])),
};

function whatHappened(view: View): Phrase {
  const { injectedAt, undoneAt, faults } = view;
  if (injectedAt === undefined)
    return phrase`supops meant to ${enumerated(faults.map(({ plan }) => plan))}, but nothing was injected: ${reasonForNothing(view)}`;
  const proofs = linesOf(view, 'proof');
  const proven = proofs.length > 0 && proofs.every(({ proof }) => proof.proven);
  const lasted = undoneAt === undefined ? '' : ` for ${formatSpan(undoneAt - injectedAt)}`;
  const doubt = proven ? '' : ', though nothing proves that this took effect';
  return phrase`supops ${enumerated(faults.map(({ done }) => done))}${lasted} under load${doubt}; ${users(view)}.`;
}

function users(view: View): string {
  const hit = affected(view);
  if (!hit) return linesOf(view, 'load').length === 0 ? 'what users saw was not recorded' : 'users did not notice';
  const slow = hit.slow > 0 ? ` and ${hit.slow} slow ones` : '';
  return `users met ${count(hit.failed, 'failed request')}${slow} within ${formatSpan(hit.to - hit.from)}`;
}

function reasonForNothing(view: View): string {
  const steady = linesOf(view, 'steady').findLast(({ moment }) => moment === 'before');
  const failure = linesOf(view, 'failure')[0];
  const reason = failure?.message ?? (steady && !steady.holds ? steady.reason : view.findings[0]?.message);
  return reason ? sentence(outside(reason)) : 'the run ended before.';
}

function whatAlertingDid(view: View): Phrase {
  const { injectedAt } = view;
  if (injectedAt === undefined) return 'No alert was judged.';
  const strangers = new Set(view.findings.flatMap(({ id, alert }) => (id === 'unexpected-alert' && alert ? [alert] : [])));
  const parts = [
    ...view.expected.map((alert) => alertWords(view, alert, injectedAt)),
    ...(strangers.size === 0 ? [] : [phrase`${codes([...strangers])} fired without being expected`]),
  ];
  return parts.length === 0 ? '' : phrase`${joined(parts, '; ')}.`;
}

function alertWords(view: View, alert: ExpectedAlert, injectedAt: number): Phrase {
  const { expectation, history } = alert;
  const name = code(expectation.alert);
  const whole = !isCut(view.state);
  const unknown = view.verdicts.some(({ id, result }) => id === expectation.id && result === 'unknown');
  if (unknown && whole && history?.firingAt === undefined) return phrase`nothing can be said about ${name}`;
  if (expectation.inhibitedBy !== undefined) return phrase`${name} ${mutedWords(alert, whole)}`;
  if (history?.firingAt !== undefined)
    return phrase`${name} fired after ${formatSpan(history.firingAt - injectedAt)}${deliveryWords(alert, injectedAt, whole)}`;
  const silent = whole ? 'never fired' : 'had not fired by then';
  return phrase`${name} ${history?.pendingAt === undefined ? silent : `was pending and ${silent}`}`;
}

function mutedWords({ history }: ExpectedAlert, whole: boolean): Phrase {
  if (history?.firingAt === undefined) return whole ? 'did not fire, so that nothing had to be muted' : 'had not fired by then';
  const delivered = history.receipts.some(({ status }) => status === 'firing');
  const muted = history.inhibitedBy.length > 0 ? ', was muted' : '';
  return phrase`fired${muted} and ${delivered ? strong('was delivered all the same') : 'reached nobody'}`;
}

function deliveryWords(
  { expectation, firing, missing, notifiedAt }: ExpectedAlert,
  injectedAt: number,
  whole: boolean,
): Phrase {
  if (expectation.notified.length === 0) return '';
  const after = (at: number) => formatSpan(at - injectedAt);
  if (notifiedAt !== undefined)
    return ` and had reached ${enumeratedChannels(expectation.notified)} after ${after(notifiedAt)}`;
  const silent = enumerated(missing);
  const by = whole ? strong(phrase`never reached ${silent}`) : phrase`had not reached ${silent} by then`;
  if (firing.length === 0) return phrase` but ${by}`;
  const reached = firing.map(({ channel, receivedAt }) => `${channelName(channel)} after ${after(receivedAt)}`);
  return phrase`, reached ${enumerated(reached)} but ${by}`;
}

function howItEnded(view: View): Phrase {
  return phrase`${joined([ending(view), afterwards(view)], '; ')}.`;
}

function ending(view: View): string {
  const { state, findings, injectedAt } = view;
  const failure = linesOf(view, 'failure').at(-1);
  // Without an injection the first sentence has said why.
  const why = failure && injectedAt !== undefined ? `: ${clause(outside(failure.message))}` : '';
  switch (state) {
    case 'passed':
      return 'Every expectation was met';
    case 'failed':
      return `The drill failed with ${count(findings.length, 'finding')}`;
    case 'inconclusive':
      return `The run is inconclusive and proves nothing${findings[0] ? `: ${clause(outside(findings[0].message))}` : ''}`;
    case 'not-steady':
      return 'The stack has to be healthy before a drill can say anything about its alerts';
    case 'aborted':
      return `An abort condition ended the run${why}`;
    case 'interrupted':
      return 'The run was interrupted before every expectation could be judged';
    case 'errored':
      return `supops could not finish the run${why}`;
    case 'unfinished':
      return `The record stops with line ${view.lines.length}: supops was killed or could not write on, and nothing was judged`;
  }
}

function afterwards(view: View): Phrase {
  if (view.injectedAt === undefined) return 'nothing was touched';
  if (faultStates(view).some(({ status }) => status === 'dirty')) return strong('the fault could not be undone completely');
  if (view.undoneAt === undefined) return 'whether the fault was undone is not in the record';
  const after = linesOf(view, 'steady').findLast(({ moment }) => moment === 'after');
  if (!after) return 'the steady state was not measured after the repair';
  return after.holds
    ? 'after the repair the steady state held again'
    : `after the repair the steady state did not come back: ${outside(after.reason)}`;
}
