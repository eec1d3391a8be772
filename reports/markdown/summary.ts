import { formatSpan } from '../../core/duration.js';
import { channelName, code, count, list, prose, sentence } from './format.js';
import { affected } from './impact-data.js';
import { type ExpectedAlert, isCut, linesOf, type Section, undoStates, type View } from './view.js';

/** Three sentences: what happened, what the alerting did, how it ended. */
export const summary: Section = {
  title: 'Summary',
  body: (view) => [whatHappened(view), whatAlertingDid(view), howItEnded(view)].filter(Boolean).join(' '),
};

function whatHappened(view: View): string {
  const { injectedAt, undoneAt, scenario, record } = view;
  if (injectedAt === undefined)
    return `supops meant to ${list(scenario.faults.map((fault) => faultWords(fault).plan))}, but nothing was injected: ${reasonForNothing(view)}`;
  const faults = list(scenario.faults.map((fault) => faultWords(fault).done));
  const proofs = linesOf(record, 'proof');
  const proven = proofs.length > 0 && proofs.every(({ proof }) => proof.proven);
  const lasted = undoneAt === undefined ? '' : ` for ${formatSpan(undoneAt - injectedAt)}`;
  const doubt = proven ? '' : ', though nothing proves that this took effect';
  return `supops ${faults}${lasted} under load${doubt}; ${users(view)}.`;
}

function users(view: View): string {
  const hit = affected(view);
  if (!hit) return linesOf(view.record, 'load').length === 0 ? 'what users saw was not recorded' : 'users did not notice';
  const slow = hit.slow > 0 ? ` and ${hit.slow} slow ones` : '';
  return `users met ${count(hit.failed, 'failed request')}${slow} within ${formatSpan(hit.to - hit.from)}`;
}

function faultWords(fault: View['scenario']['faults'][number]): { readonly plan: string; readonly done: string } {
  switch (fault.kind) {
    case 'kill': {
      const service = code(fault.service);
      return fault.hold
        ? { plan: `kill ${service} and hold it down`, done: `killed ${service} and held it down` }
        : { plan: `kill ${service}`, done: `killed ${service}` };
    }
  }
}

function reasonForNothing(view: View): string {
  const { record, findings } = view;
  const steady = linesOf(record, 'steady').findLast(({ moment }) => moment === 'before');
  const failure = linesOf(record, 'failure')[0];
  const reason = failure?.message ?? (steady && !steady.holds ? steady.reason : findings[0]?.message);
  return reason ? sentence(prose(reason)) : 'the run ended before.';
}

function whatAlertingDid(view: View): string {
  if (view.injectedAt === undefined) return 'No alert was judged.';
  const { injectedAt } = view;
  const parts = view.expected.map((alert) => alertWords(view, alert, injectedAt));
  const strangers = new Set(view.findings.flatMap(({ id, alert }) => (id === 'unexpected-alert' && alert ? [alert] : [])));
  const rest = strangers.size === 0 ? [] : [`${list([...strangers].map((name) => code(name)))} fired without being expected`];
  const text = [...parts, ...rest].join('; ');
  return text ? `${text}.` : '';
}

function alertWords(view: View, { expectation, history, firing, notifiedAt }: ExpectedAlert, injectedAt: number): string {
  const name = code(expectation.alert);
  const whole = !isCut(view.state);
  const unknown = view.verdicts.some(({ id, result }) => id === expectation.id && result === 'unknown');
  if (unknown && whole && history?.firingAt === undefined) return `nothing can be said about ${name}`;
  if (expectation.inhibitedBy !== undefined) {
    if (history?.firingAt === undefined)
      return `${name} ${whole ? 'did not fire, so that nothing had to be muted' : 'had not fired by then'}`;
    const told = history.receipts.some(({ status }) => status === 'firing');
    const muted = history.inhibitedBy.length > 0 ? ', was muted' : '';
    return `${name} fired${muted} and ${told ? '**was delivered all the same**' : 'reached nobody'}`;
  }
  if (history?.firingAt === undefined) {
    const silent = whole ? 'never fired' : 'had not fired by then';
    return `${name} ${history?.pendingAt === undefined ? silent : `was pending and ${silent}`}`;
  }
  const fired = `${name} fired after ${formatSpan(history.firingAt - injectedAt)}`;
  if (expectation.notified.length === 0) return fired;
  const after = (at: number) => formatSpan(at - injectedAt);
  if (notifiedAt !== undefined)
    return `${fired} and had reached ${list(expectation.notified.map(channelName))} after ${after(notifiedAt)}`;
  const reached = firing.map(({ channel, receivedAt }) => `${channelName(channel)} after ${after(receivedAt)}`);
  const missing = list(
    expectation.notified.filter((channel) => !firing.some((receipt) => receipt.channel === channel)).map(channelName),
  );
  const by = whole ? `**never reached ${missing}**` : `had not reached ${missing} by then`;
  return reached.length === 0 ? `${fired} but ${by}` : `${fired}, reached ${list(reached)} but ${by}`;
}

function howItEnded(view: View): string {
  const rest = afterwards(view);
  return `${ending(view)}${rest ? `; ${rest}` : ''}.`;
}

function ending({ state, findings, record, injectedAt }: View): string {
  const failure = linesOf(record, 'failure').at(-1);
  // Without an injection the first sentence has said why.
  const why = failure && injectedAt !== undefined ? `: ${prose(failure.message).replace(/\.$/, '')}` : '';
  switch (state) {
    case 'passed':
      return 'Every expectation was met';
    case 'failed':
      return `The drill failed with ${count(findings.length, 'finding')}`;
    case 'inconclusive':
      return `The run is inconclusive and proves nothing${findings[0] ? `: ${prose(findings[0].message).replace(/\.$/, '')}` : ''}`;
    case 'not-steady':
      return 'The stack has to be healthy before a drill can say anything about its alerts';
    case 'aborted':
      return `An abort condition ended the run${why}`;
    case 'interrupted':
      return 'The run was interrupted before every expectation could be judged';
    case 'errored':
      return `supops could not finish the run${why}`;
    case 'unfinished':
      return `The record stops with line ${record.lines.length}: supops was killed or could not write on, and nothing was judged`;
  }
}

function afterwards(view: View): string | undefined {
  const { record, injectedAt, undoneAt } = view;
  if (injectedAt === undefined) return 'nothing was touched';
  if (undoStates(record).some(({ status }) => status === 'dirty')) return '**the fault could not be undone completely**';
  if (undoneAt === undefined) return 'whether the fault was undone is not in the record';
  const after = linesOf(record, 'steady').findLast(({ moment }) => moment === 'after');
  if (!after) return 'the steady state was not measured after the repair';
  return after.holds
    ? 'after the repair the steady state held again'
    : `after the repair the steady state did not come back: ${prose(after.reason)}`;
}
