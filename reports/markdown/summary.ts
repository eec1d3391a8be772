import { formatSpan } from '../../core/duration.js';
import { code, count, list, prose, sentence } from './format.js';
import { affected } from './impact-data.js';
import { type ExpectedAlert, isWatchdog, linesOf, type Section, type View } from './view.js';

/** Three sentences: what happened, what the alerting did, how it ended. */
export const summary: Section = {
  title: 'Summary',
  body: (view) => [whatHappened(view), whatAlertingDid(view), howItEnded(view)].filter(Boolean).join(' '),
};

function whatHappened(view: View): string {
  const { injectedAt, undoneAt, scenario, record } = view;
  const faults = list(scenario.faults.map(faultWords));
  if (injectedAt === undefined) return `supops meant to ${faults}, but nothing was injected: ${reasonForNothing(view)}`;
  const proven = linesOf(record, 'proof').every(({ proof }) => proof.proven) && linesOf(record, 'proof').length > 0;
  const lasted =
    undoneAt === undefined ? 'the record ends before the repair' : `it lasted ${formatSpan(undoneAt - injectedAt)}`;
  const hit = affected(view);
  const users = hit
    ? `users met ${count(hit.failed, 'failed request')} and ${hit.slow} slow ones within ${formatSpan(hit.to - hit.from)}`
    : undefined;
  const doubt = proven ? undefined : 'that it took effect is not proven';
  return `supops did ${faults} under load; ${list([lasted, ...(doubt ? [doubt] : []), ...(users ? [users] : [])])}.`;
}

function faultWords(fault: View['scenario']['faults'][number]): string {
  switch (fault.kind) {
    case 'kill':
      return `kill ${code(fault.service)}${fault.hold ? ' and hold it down' : ''}`;
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
  const { expected, injectedAt } = view;
  if (injectedAt === undefined) return 'No alert was judged.';
  const parts = expected.map((alert) => alertWords(alert, injectedAt)).filter((part) => part !== undefined);
  const strangers = new Set(view.findings.flatMap(({ id, alert }) => (id === 'unexpected-alert' && alert ? [alert] : [])));
  const rest = strangers.size === 0 ? [] : [`${list([...strangers].map((name) => code(name)))} fired without being expected`];
  const text = [...parts, ...rest].join('; ');
  return text ? `${text}.` : '';
}

function alertWords({ expectation, history, firing, notifiedAt }: ExpectedAlert, injectedAt: number): string | undefined {
  const name = code(expectation.alert);
  if (isWatchdog(expectation.alert)) return undefined;
  if (expectation.inhibitedBy !== undefined) {
    if (!history || history.firingAt === undefined) return `${name} did not fire and needed no muting`;
    const said = history.receipts.some(({ status }) => status === 'firing')
      ? 'and was delivered nevertheless'
      : 'and reached nobody';
    return history.inhibitedBy.length > 0 ? `${name} fired, was muted ${said}` : `${name} fired ${said}`;
  }
  if (!history || history.firingAt === undefined)
    return `${name} ${history?.pendingAt === undefined ? 'never fired' : 'was pending and never fired'}`;
  const fired = `${name} fired after ${formatSpan(history.firingAt - injectedAt)}`;
  if (expectation.notified.length === 0) return fired;
  if (notifiedAt !== undefined)
    return `${fired} and had been delivered by ${list(expectation.notified)} after ${formatSpan(notifiedAt - injectedAt)}`;
  const missing = expectation.notified.filter((channel) => !firing.some((receipt) => receipt.channel === channel));
  return `${fired} but was not delivered by ${list(missing)}`;
}

function howItEnded(view: View): string {
  const { record, state, findings, scenario } = view;
  const after = linesOf(record, 'steady').findLast(({ moment }) => moment === 'after');
  const health = after
    ? after.holds
      ? 'the steady state held again'
      : `the steady state did not come back (${prose(after.reason)})`
    : undefined;
  const repaired =
    view.undoneAt === undefined ? undefined : `after the repair ${health ?? 'the steady state was not measured'}`;
  const failure = linesOf(record, 'failure').at(-1);
  const first = (text: string) => (repaired ? `${text}; ${repaired}.` : `${text}.`);
  switch (state) {
    case 'passed':
      return first(`All ${scenario.expect.length} expectations were met`);
    case 'failed':
      return first(`The drill failed with ${count(findings.length, 'finding')}`);
    case 'inconclusive':
      return first(`The run is inconclusive and proves nothing${findings[0] ? `: ${prose(findings[0].message)}` : ''}`);
    case 'not-steady':
      return 'The stack has to be healthy before a drill can say anything about its alerts.';
    case 'aborted':
      return first(`An abort condition ended the run${failure ? `: ${prose(failure.message)}` : ''}`);
    case 'interrupted':
      return first('The run was interrupted before every expectation could be judged');
    case 'errored':
      return first(`supops could not finish the run${failure ? `: ${prose(failure.message)}` : ''}`);
    case 'unfinished':
      return first(
        `The record stops with line ${record.lines.length}: supops was killed or could not write on, and nothing was judged`,
      );
  }
}
