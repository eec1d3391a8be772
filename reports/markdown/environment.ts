import { formatSpan } from '../../core/duration.js';
import { code, count, list, prose, table, time } from './format.js';
import { linesOf, type Section, type View } from './view.js';

/** Where it ran, and how far the evidence can be trusted. */
export const environment: Section = {
  title: 'Environment and validity',
  body: (view) =>
    `${circumstances(view)}\n\n${validity(view)
      .map((text) => `- ${text}`)
      .join('\n')}`,
};

function circumstances({ started }: View): string {
  const { engine, versions } = started;
  const machine = `${prose(engine.operatingSystem)}, ${prose(engine.architecture)}, ${count(engine.cpus, 'CPU')}`;
  return table(
    ['Part', 'Version'],
    [
      ['engine', `${prose(engine.kind)} ${prose(engine.version)}, API ${prose(engine.apiVersion)}`],
      ['machine', machine],
      ...versionRows(versions),
    ],
  );
}

// Parts of one image are one row.
function versionRows(versions: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  const parts = new Map<string, string[]>();
  for (const [part, version] of Object.entries(versions).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    parts.set(version, [...(parts.get(version) ?? []), part]);
  return [...parts].map(([version, names]) => [prose(names.join(', ')), code(version)]);
}

function validity(view: View): readonly string[] {
  return [clock(view), ...blindness(view), window(view), journal(view), ...warnings(view), single(view)].filter(
    (text) => text !== undefined,
  );
}

function clock({ record }: View): string | undefined {
  const measured = linesOf(record, 'clock').map(
    ({ moment, offsetMs, uncertaintyMs }) =>
      `${`${Math.round(offsetMs)}`.replace('-', '−')} ms ± ${Math.round(uncertaintyMs)} ms at the ${moment}`,
  );
  return measured.length === 0
    ? 'The offset between supops’ clock and the engine’s was not measured.'
    : `Clock: the engine’s minus supops’ was ${list(measured)}. All times here are on the engine’s.`;
}

interface Spell {
  readonly from: number;
  to?: number;
}

function blindness({ record, endAt, injectedAt }: View): readonly string[] {
  const states = linesOf(record, 'monitoring');
  if (states.length === 0)
    return injectedAt === undefined ? [] : ['Whether the monitoring could be asked all the time is not in the record.'];
  const spells = new Map<string, Spell[]>();
  for (const state of states) {
    const troubles = new Set(troublesOf(state));
    for (const [name, of] of spells) if (!troubles.has(name)) close(of, state.at);
    for (const name of troubles) {
      const of = spells.get(name) ?? [];
      if (of.at(-1)?.to !== undefined || of.length === 0) of.push({ from: state.at });
      spells.set(name, of);
    }
  }
  if (spells.size === 0) return ['Prometheus, Alertmanager and the inbox answered all the time, and every rule was evaluated.'];
  return [...spells].map(
    ([name, of]) => `${name}: ${of.map(({ from, to }) => spell(from, to ?? endAt, to === undefined)).join(', ')}.`,
  );
}

const close = (spells: readonly Spell[], at: number) => {
  const last = spells.at(-1);
  if (last && last.to === undefined) last.to = at;
};

const spell = (from: number, to: number, open: boolean) =>
  `${time(from)} to ${open ? 'the end' : time(to)} (${formatSpan(to - from)})`;

function troublesOf(state: ReturnType<typeof linesOf<'monitoring'>>[number]): readonly string[] {
  return [
    ...(['prometheus', 'alertmanager', 'inbox'] as const)
      .filter((name) => state[name] !== 'ok')
      .map((name) => `**${name} could not be asked**`),
    ...state.unhealthyRules.map((rule) => `rule ${code(rule)} failed to evaluate`),
    ...state.absentSeries.map((series) => `series ${code(series)} absent`),
  ];
}

function window({ record, injectedAt }: View): string | undefined {
  const whole = linesOf(record, 'alerts-window').at(-1);
  if (!whole)
    return injectedAt === undefined
      ? undefined
      : 'The raw `ALERTS` samples of the window were not read: that nothing else fired is known from polls only.';
  const what = `The raw \`ALERTS\` samples from ${time(whole.from)} to ${time(whole.to)}, every ${formatSpan(whole.stepMs)}`;
  return whole.complete
    ? `${what}, are complete: what else fired was judged from them.`
    : `${what}, have **gaps**: an alert may have fired unseen.`;
}

function journal({ record, state }: View): string {
  const lines = count(record.lines.length, 'line');
  if (state !== 'unfinished')
    return `The journal \`journal.ndjson\` beside this report is whole: ${lines}, from the start of the run to its end.`;
  const last = record.lines.at(-1);
  return `**The journal stops with line ${last?.seq ?? 0} (${last?.type ?? 'nothing'}) at ${time(last?.at ?? record.startedAt)}**, without the end of the run. What happened later is not known here.`;
}

const warnings = ({ record }: View) =>
  linesOf(record, 'note')
    .filter(({ severity }) => severity === 'warning')
    .map(({ text }) => `Warning of the run: ${prose(text)}.`);

const single = ({ injectedAt, started }: View) =>
  injectedAt === undefined
    ? undefined
    : `These are the times of one run${started.speed === 1 ? '' : `, ${started.speed} times faster than production`}: samples, not averages. The next run will differ, within floor and ceiling.`;
