import { formatSpan } from '../../core/duration.js';
import { groupBy } from '../../core/group.js';
import { bullets, table } from '../document/blocks.js';
import { count, time } from '../document/figures.js';
import { code, enumerated, type Phrase, phrase, strong } from '../document/phrase.js';
import { outside } from '../document/text.js';
import { blindness } from '../view/blindness.js';
import { linesOf, type Section, type View } from '../view/view.js';

/** Where it ran, and how far the evidence can be trusted. */
export const environment: Section = {
  id: 'environment',
  title: 'Environment and validity',
  body: (view) => [
    table(['Part', 'Version'], circumstances(view)),
    bullets([clock(view), ...blindSpells(view), window(view), journal(view), ...warnings(view), single(view)]),
  ],
};

function circumstances({ started: { engine, versions } }: View): readonly (readonly Phrase[])[] {
  const parts = Object.entries(versions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    ['engine', `${outside(engine.kind)} ${outside(engine.version)}, API ${outside(engine.apiVersion)}`],
    ['machine', `${outside(engine.operatingSystem)}, ${outside(engine.architecture)}, ${count(engine.cpus, 'CPU')}`],
    // Parts of one image are one row.
    ...[...groupBy(parts, ([, version]) => version)].map(([version, same]) => [
      outside(same.map(([part]) => part).join(', ')),
      code(version),
    ]),
  ];
}

function clock(view: View): Phrase {
  const measured = linesOf(view, 'clock').map(({ moment, offsetMs, uncertaintyMs }) => {
    const offset = `${Math.round(offsetMs)}`.replace('-', '−');
    return `${offset} ms ± ${Math.round(uncertaintyMs)} ms at the ${moment}`;
  });
  return measured.length === 0
    ? 'The offset between supops’ clock and the engine’s was not measured.'
    : phrase`Clock: the engine’s minus supops’ was ${enumerated(measured)}. All times here are on the engine’s.`;
}

function blindSpells(view: View): readonly Phrase[] {
  if (linesOf(view, 'monitoring').length === 0)
    return view.injectedAt === undefined ? [] : ['Whether the monitoring could be asked all the time is not in the record.'];
  const spells = blindness(view);
  if (spells.length === 0)
    return ['Prometheus, Alertmanager and the inbox answered all the time, and every rule was evaluated.'];
  const span = ({ from, to }: { readonly from: number; readonly to?: number }) =>
    `${time(from)} to ${to === undefined ? 'the end' : time(to)} (${formatSpan((to ?? view.endAt) - from)})`;
  return [...groupBy(spells, ({ kind, name }) => `${kind} ${name}`).values()].flatMap((same) =>
    same[0] ? [phrase`${BLIND[same[0].kind](same[0].name)}: ${same.map(span).join(', ')}.`] : [],
  );
}

const BLIND = {
  source: (name: string) => strong(`${name} could not be asked`),
  rule: (name: string) => phrase`rule ${code(name)} failed to evaluate`,
  series: (name: string) => phrase`series ${code(name)} absent`,
};

function window(view: View): Phrase | undefined {
  const whole = linesOf(view, 'alerts-window').at(-1);
  const samples = phrase`The raw ${code('ALERTS')} samples`;
  if (!whole)
    return view.injectedAt === undefined
      ? undefined
      : phrase`${samples} of the window were not read: that nothing else fired is known from polls only.`;
  const what = phrase`${samples} from ${time(whole.from)} to ${time(whole.to)}, every ${formatSpan(whole.stepMs)}`;
  return whole.complete
    ? phrase`${what}, are complete: what else fired was judged from them.`
    : phrase`${what}, have ${strong('gaps')}: an alert may have fired unseen.`;
}

function journal({ lines, state, startedAt }: View): Phrase {
  if (state !== 'unfinished')
    return phrase`The journal ${code('journal.ndjson')} beside this report is whole: ${count(lines.length, 'line')}, from the start of the run to its end.`;
  const last = lines.at(-1);
  const stop = `The journal stops with line ${last?.seq ?? 0} (${last?.type ?? 'nothing'}) at ${time(last?.at ?? startedAt)}`;
  return phrase`${strong(stop)}, without the end of the run. What happened later is not known here.`;
}

const warnings = (view: View): readonly string[] =>
  linesOf(view, 'note')
    .filter(({ severity }) => severity === 'warning')
    .map(({ text }) => `Warning of the run: ${outside(text)}.`);

function single({ injectedAt, started }: View): string | undefined {
  if (injectedAt === undefined) return undefined;
  const speed = started.speed === 1 ? '' : `, ${started.speed} times faster than production`;
  return `These are the times of one run${speed}: samples, not averages. The next run will differ, within floor and ceiling.`;
}
