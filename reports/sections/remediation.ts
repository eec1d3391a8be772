import { formatSpan } from '../../core/duration.js';
import { paragraph, table } from '../document/blocks.js';
import { percent, time } from '../document/figures.js';
import { emphasis, joined, type Phrase, phrase, strong } from '../document/phrase.js';
import { outside } from '../document/text.js';
import type { FaultLine } from '../view/story.js';
import { faultStates, linesOf, type Section, sinceOrigin, type View } from '../view/view.js';

/** What repaired it: each step, when, and its effect. */
export const remediation: Section = {
  id: 'remediation',
  title: 'Remediation performed',
  body: (view) => {
    const steps = linesOf(view, 'remediation').toSorted((a, b) => a.startedAt - b.startedAt);
    const outcome = outcomeOf(view);
    const runbook = view.scenario.runbook;
    if (steps.length === 0 && outcome.length === 0) return undefined;
    return [
      table(
        ['#', 'Step', 'Started (UTC)', 'T+', 'Took', 'Effect'],
        steps.map(({ step, effect, startedAt, endedAt }, i) => [
          i + 1,
          outside(step),
          time(startedAt),
          sinceOrigin(view, startedAt),
          formatSpan(endedAt - startedAt),
          outside(effect),
        ]),
      ),
      paragraph(joined(outcome)),
      paragraph(runbook === undefined ? '' : `The repair for people is described in ${outside(runbook)}.`),
    ];
  },
};

function outcomeOf(view: View): readonly Phrase[] {
  const steady = linesOf(view, 'steady').findLast(({ moment }) => moment === 'after');
  return [...faultStates(view).map((undo) => undoWords(view, undo)), ...(steady ? [steadyWords(view, steady)] : [])];
}

function undoWords(view: View, { status, detail, at }: FaultLine): Phrase {
  const about = detail ? ` (${outside(detail)})` : '';
  switch (status) {
    case 'undone':
      return `At ${time(at)} (${sinceOrigin(view, at)}) the fault was undone and the state read back${about}.`;
    case 'planned':
      return 'Nothing had been touched yet, so there was nothing to undo.';
    case 'dirty':
      return phrase`${strong('The undo is not complete')}${about}.`;
    case 'applying':
    case 'active':
    case 'undoing':
      return phrase`Whether the fault was undone is not in the record: it stops while the undo is ${emphasis(status)}. The guardian undoes it when supops is gone.`;
  }
}

function steadyWords(view: View, { holds, requests, good, reason, at }: ReturnType<typeof linesOf<'steady'>>[number]): string {
  const figures = `${percent(good, requests)} of ${requests} requests good`;
  return holds
    ? `The steady state held again at ${time(at)} (${sinceOrigin(view, at)}): ${figures}.`
    : `The steady state did not come back: ${outside(reason)} (${figures}).`;
}
