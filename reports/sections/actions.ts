import { commandLine } from '../../core/command-line.js';
import { formatDuration, formatSpan } from '../../core/duration.js';
import type { Finding } from '../../scenarios/model/verdict.js';
import { table } from '../document/blocks.js';
import { code, codes, type Phrase, phrase, strong } from '../document/phrase.js';
import { outside } from '../document/text.js';
import { incidentCommand } from '../view/command.js';
import { faultStates, type Section, type View } from '../view/view.js';
import { costliestAlways } from './detection/settings.js';
import { FINDING_WORDS } from './finding-words.js';

/** What to do next, and how to see that it helped. */
export const actions: Section = {
  id: 'actions',
  title: 'Action items',
  body: (view) =>
    table(
      ['#', 'Action', 'Because', 'Verified by'],
      [...dirtyItems(view), ...findingItems(view), ...stateItems(view), ...timeItems(view)].map(
        ({ action, because, verifiedBy }, i) => [i + 1, action, because, verifiedBy],
      ),
    ),
};

interface Item {
  readonly action: Phrase;
  readonly because: Phrase;
  readonly verifiedBy: Phrase;
}

const statusCommand = ({ started }: View) => code(commandLine('status', started.stack));

// Comes before everything else: something is broken now.
function dirtyItems(view: View): readonly Item[] {
  return faultStates(view)
    .filter(({ status }) => status === 'dirty')
    .map(({ victims, detail }) => ({
      action: strong(phrase`Restore ${codes(victims)} now`),
      because: `the undo is not complete${detail ? `: ${outside(detail)}` : ''}`,
      verifiedBy: phrase`${statusCommand(view)}: every service ready`,
    }));
}

function findingItems(view: View): readonly Item[] {
  const unique = new Map(view.findings.map((finding) => [`${finding.id} ${finding.alert ?? ''}`, finding]));
  return [...unique.values()].map((finding) => {
    const { id, alert } = finding;
    return {
      action: FINDING_WORDS[id].action(alert ? code(alert) : 'the alert', placeOf(view, alert)),
      because: phrase`${code(id)}${alert ? phrase` of ${code(alert)}` : ''}`,
      verifiedBy: phrase`${code(incidentCommand(view))}, expected: ${verification(finding)}`,
    };
  });
}

function placeOf({ started }: View, alert: string | undefined): string {
  const rule = Object.entries(started.rules).find(([name]) => name === alert || name.startsWith(`${alert}#`))?.[1];
  return rule ? ` (${outside(rule.file)}:${rule.line})` : '';
}

function verification({ id, alert }: Finding): Phrase {
  if (id === 'unexpected-alert') return 'nothing else fires';
  return alert ? phrase`every line about ${code(alert)} is met` : 'the run comes to a verdict';
}

function stateItems(view: View): readonly Item[] {
  const verifiedBy = phrase`${code(incidentCommand(view))}, expected: the run comes to a verdict`;
  switch (view.state) {
    case 'unfinished':
      return [
        {
          action: phrase`Check with ${statusCommand(view)} whether the stack is whole, then repeat the drill: this record proves nothing about the alerts`,
          because: 'the record stops before its end',
          verifiedBy,
        },
      ];
    case 'interrupted':
    case 'aborted':
    case 'errored':
      return [
        {
          action: 'Repeat the drill once the reason is out of the way',
          because: `the run was ${view.state === 'errored' ? 'ended by an error' : view.state}`,
          verifiedBy,
        },
      ];
    default:
      return [];
  }
}

// Worth a thought even after a drill that passed: what every detection waits for is a choice.
function timeItems(view: View): readonly Item[] {
  if (view.state !== 'passed') return [];
  return view.expected.flatMap(({ expectation, bounds }) => {
    const setting = expectation.inhibitedBy === undefined && bounds ? costliestAlways(bounds.production) : undefined;
    if (!setting || !bounds) return [];
    const { name, valueMs, atBestMs, advice } = setting;
    const floor = formatSpan(bounds.production.floorMs);
    return [
      {
        action: phrase`Optional: decide whether ${name} of ${formatDuration(valueMs)} is worth its time; ${advice}`,
        because: phrase`${formatSpan(atBestMs)} of the ${floor} that ${code(expectation.alert)} needs at least in production`,
        verifiedBy: phrase`${code(incidentCommand(view))}: the floor under Detection`,
      },
    ];
  });
}
