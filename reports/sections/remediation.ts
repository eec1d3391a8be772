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
        steps.map(({ step, result = 'done', effect, startedAt, endedAt }, i) => [
          i + 1,
          outside(step),
          time(startedAt),
          sinceOrigin(view, startedAt),
          formatSpan(endedAt - startedAt),
          phrase`${RESULTS[result]}${outside(effect)}`,
        ]),
      ),
      paragraph(joined(outcome)),
      paragraph(runbook === undefined ? '' : `The repair for people is described in ${outside(runbook)}.`),
    ];
  },
};

/** What stands before the effect of a step that did not have the one that was wanted. */
const RESULTS: Readonly<Record<'done' | 'failed' | 'unknown', Phrase>> = {
  done: '',
  failed: phrase`${strong('failed')}: `,
  unknown: phrase`${strong('unknown')}: `,
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

type SteadyLine = ReturnType<typeof linesOf<'steady'>>[number];

function steadyWords(view: View, line: SteadyLine): string {
  const { holds, reason, at, conditions = [] } = line;
  const served = servedWords(line);
  if (!holds) return `The steady state did not come back: ${outside(reason)}${served.map((words) => ` (${words})`).join('')}.`;
  const held = [...served, ...conditions.map(({ condition, value }) => `${outside(condition)} (${outside(value)})`)];
  return `The steady state held again at ${time(at)} (${sinceOrigin(view, at)}): ${held.join('; ')}.`;
}

// Without a load source there are no requests, only conditions.
const servedWords = ({ requests, good, conditions = [] }: SteadyLine): readonly string[] =>
  requests === 0 && conditions.length > 0 ? [] : [`${percent(good, requests)} of ${requests} requests good`];
