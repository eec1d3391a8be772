import { formatSpan } from '../../core/duration.js';
import { percent, prose, table, time } from './format.js';
import { linesOf, type Section, sinceOrigin, undoStates, type View } from './view.js';

/** What repaired it: each step, when, and its effect. */
export const remediation: Section = {
  title: 'Remediation performed',
  body: (view) => {
    const steps = stepTable(view);
    const outcome = outcomeOf(view);
    const parts = [steps, outcome, runbook(view)].filter((part) => part !== undefined);
    return steps === undefined && outcome === undefined ? undefined : parts.join('\n\n');
  },
};

function stepTable(view: View): string | undefined {
  const steps = linesOf(view.record, 'remediation').toSorted((a, b) => a.startedAt - b.startedAt);
  if (steps.length === 0) return undefined;
  return table(
    ['#', 'Step', 'Started (UTC)', 'T+', 'Took', 'Effect'],
    steps.map(({ step, effect, startedAt, endedAt }, i) => [
      `${i + 1}`,
      prose(step),
      time(startedAt),
      sinceOrigin(view, startedAt),
      formatSpan(endedAt - startedAt),
      prose(effect),
    ]),
  );
}

function outcomeOf(view: View): string | undefined {
  const undos = undoStates(view.record);
  const steady = linesOf(view.record, 'steady').findLast(({ moment }) => moment === 'after');
  const texts = undos.flatMap(({ status, detail, at }) => {
    const about = detail ? ` (${prose(detail)})` : '';
    if (status === 'undone')
      return [`At ${time(at)} (${sinceOrigin(view, at)}) the fault was undone and the state read back${about}.`];
    if (status === 'planned') return ['Nothing had been touched yet, so there was nothing to undo.'];
    if (status === 'dirty') return [`**The undo is not complete**${about}.`];
    return [
      `Whether the fault was undone is not in the record: it stops while the undo is *${status}*. The guardian undoes it when supops is gone.`,
    ];
  });
  if (steady) texts.push(steadyWords(steady, view));
  return texts.length === 0 ? undefined : texts.join(' ');
}

function steadyWords({ holds, requests, good, reason, at }: ReturnType<typeof linesOf<'steady'>>[number], view: View): string {
  const figures = `${percent(good, requests)} of ${requests} requests good`;
  return holds
    ? `The steady state held again at ${time(at)} (${sinceOrigin(view, at)}): ${figures}.`
    : `The steady state did not come back: ${prose(reason)} (${figures}).`;
}

const runbook = ({ scenario }: View) =>
  scenario.remediation === undefined ? undefined : `The repair for people is described in ${prose(scenario.remediation)}.`;
