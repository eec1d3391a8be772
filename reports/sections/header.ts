import { commandLine } from '../../core/command-line.js';
import { formatSpan } from '../../core/duration.js';
import { type Blocks, callout, heading, paragraph, table } from '../document/blocks.js';
import { utc } from '../document/figures.js';
import { code, joined, type Phrase, phrase, strong } from '../document/phrase.js';
import { outside } from '../document/text.js';
import type { RunState } from '../history/run-summary.js';
import { faultStates, linesOf, type View } from '../view/view.js';

const VERDICT: Readonly<Record<RunState, string>> = {
  passed: '✅ PASSED: every expectation was met',
  failed: '❌ FAILED: at least one expectation was missed',
  inconclusive: '❔ INCONCLUSIVE: the evidence does not carry a verdict; this is not a pass',
  'not-steady': '⏸️ NOT STEADY: the stack was not healthy before the drill, so nothing was injected',
  aborted: '⛔ ABORTED: an abort condition ended the run',
  interrupted: '⛔ INTERRUPTED: somebody stopped the run before its end',
  errored: '⛔ ERRORED: supops could not finish the run',
  unfinished: '⛔ UNFINISHED: the record of the run stops before its end',
};

/** Title, DRILL banner, the verdict and what the run was made of. */
export const header = (view: View): Blocks => [
  heading(1, ['report'], `Incident report: ${outside(view.scenario.title)}`),
  callout('important', banner(view)),
  warnings(view).map((warning) => callout('caution', warning)),
  paragraph(strong(VERDICT[view.state])),
  table(['Field', 'Value'], facts(view)),
];

function banner({ scenario, injectedAt, started }: View): Phrase {
  const drill = phrase`${strong('THIS IS A DRILL')} (${code(scenario.name)}).`;
  return injectedAt === undefined
    ? phrase`${drill} supops was about to cause this incident on purpose, and did not.`
    : phrase`${drill} supops caused this incident on purpose, to see whether the alerts of the stack ${code(started.stack)} work.`;
}

// A fault that may still be there is the first thing to read.
function warnings(view: View): readonly Phrase[] {
  const command = (name: string) => code(commandLine(name, view.started.stack));
  const advice = phrase`Look at ${command('status')}; the next ${command('incident')} undoes what is left.`;
  return faultStates(view).flatMap(({ status, detail, victims }): readonly Phrase[] => {
    if (status === 'undone' || status === 'planned') return [];
    const names = victims.length === 0 ? 'the stack' : joined(victims.map(code), ', ');
    const state = status === 'dirty' ? 'could not be undone completely' : phrase`was ${code(status)} when the record stopped`;
    return [joined([strong(phrase`The fault on ${names} ${state}.`), detail && `${outside(detail)}.`, advice])];
  });
}

function facts(view: View): readonly (readonly Phrase[])[] {
  const { run, startedAt, ended, endAt, scenario, started } = view;
  const ran = formatSpan((ended?.at ?? endAt) - startedAt);
  const speed = `${started.speed} (every duration of the alerting pipeline divided by it, down to its floor)`;
  return [
    ['Run', code(run)],
    ['Scenario', phrase`${code(scenario.name)}: ${outside(scenario.title)}`],
    ['Stack', code(started.stack)],
    ['Started', utc(startedAt)],
    ended ? ['Ended', `${utc(ended.at)}, after ${ran}`] : ['Last record', `${utc(endAt)}, after ${ran}`],
    ...(ended ? [['Exit code', `${ended.exitCode}`]] : []),
    ['Speed', started.speed === 1 ? '1 (production speed)' : speed],
    ['supops', outside(started.supopsVersion)],
    ['Rule files', phrase`${code(started.rulesHash.replace(/^sha256:/, '').slice(0, 12))} (SHA-256, first 12 digits)`],
    ...linesOf(view, 'failure').map(({ code: id, message, hint }) => [
      'Error',
      phrase`${code(id)}: ${outside(message)}${hint ? ` (${outside(hint)})` : ''}`,
    ]),
  ];
}
