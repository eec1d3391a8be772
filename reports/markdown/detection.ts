import { formatDuration, formatSpan } from '../../core/duration.js';
import type { DetectionBounds } from '../../stack/alerting/model.js';
import { channelName, code, exactSpan, list, table } from './format.js';
import { costliestAlways, costliestAtWorst, settings } from './settings.js';
import { detectionStages, dominantStage, resolutionStages, type Stage } from './stages.js';
import { type ExpectedAlert, isCut, type Section, sinceOrigin, type View } from './view.js';

/** Where the time went between the fault and the message, and back. */
export const detection: Section = {
  title: 'Detection',
  body: (view) => {
    const { injectedAt } = view;
    if (injectedAt === undefined) return undefined;
    const parts = view.expected
      .filter(({ expectation, history }) => expectation.inhibitedBy === undefined && history !== undefined)
      .map((alert) => alertPart(view, alert, detectionStages(alert, injectedAt)))
      .filter((part) => part !== undefined);
    return parts.length === 0 ? undefined : parts.join('\n\n');
  },
};

function alertPart(view: View, alert: ExpectedAlert, stages: readonly Stage[]): string | undefined {
  if (stages.length === 0) return undefined;
  const back = resolutionStages(alert, view);
  return [
    `### ${code(alert.expectation.alert)}`,
    stageTable(view, alert, stages),
    reading(view, alert, stages),
    back.length > 0 ? backTable(view, alert, back) : undefined,
    alert.bounds ? settingTable(view, alert.bounds) : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function stageTable(view: View, alert: ExpectedAlert, stages: readonly Stage[]): string {
  const { bounds } = alert;
  const fast = view.started.speed !== 1 && bounds !== undefined;
  const known = bounds ? [bounds.inForce, ...(fast ? [bounds.production] : [])] : [];
  const heads = ['Stage', 'Measured', 'Reached at', ...FLOORS.slice(0, 2 * known.length)];
  const pair = (of: { readonly floorMs: number; readonly ceilingMs: number } | undefined) =>
    of ? [formatDuration(of.floorMs), formatDuration(of.ceilingMs)] : ['next row', 'next row'];
  const rows = stages.map((stage) => [
    stage.name,
    exactSpan(stage.ms),
    sinceOrigin(view, stage.at),
    ...known.flatMap((of) => pair(stage.range(of))),
  ]);
  // A pipeline that was not walked to its end has no total to hold against its bounds.
  const whole = stages.length === WHOLE;
  const last = [`**${totalName(alert, whole)}**`, `**${exactSpan(sum(stages))}**`, '', ...(whole ? known.flatMap(pair) : [])];
  return table(heads, [...rows, last]);
}

const WHOLE = 4;
const FLOORS = ['Floor', 'Ceiling', 'Floor in production', 'Ceiling in production'];

function totalName({ firing, expectation }: ExpectedAlert, whole: boolean): string {
  const missing = missingChannels(expectation, firing);
  if (!whole) return 'So far';
  return missing.length === 0 ? 'Total' : `Total, without ${list(missing)}`;
}

function reading(view: View, alert: ExpectedAlert, stages: readonly Stage[]): string {
  const { bounds } = alert;
  const longest = dominantStage(stages);
  const total = sum(stages);
  const lines = [stopped(view, alert, stages)];
  if (longest && total > 0 && stages.length > 1)
    lines.push(`The longest stage was *${longest.name}*, with ${Math.round((100 * longest.ms) / total)} % of the time.`);
  if (bounds && stages.length === WHOLE) lines.push(avoidable(total, bounds.inForce));
  if (bounds) lines.push(...advice(bounds.production));
  if (view.started.speed !== 1 && bounds) lines.push(atProductionSpeed(view.started.speed, bounds.production));
  return lines
    .filter((line) => line !== undefined)
    .map((line) => `- ${line}`)
    .join('\n');
}

function stopped(view: View, { expectation, firing }: ExpectedAlert, stages: readonly Stage[]): string | undefined {
  const reached = stages.at(-1)?.name.replace(/^.* → /, '') ?? '';
  const missing = list(missingChannels(expectation, firing));
  if (stages.length === WHOLE) return missing ? `No message arrived by ${missing}.` : undefined;
  if (stages.length === WHOLE - 1 && expectation.notified.length === 0) return 'Delivery was not part of the expectation.';
  return isCut(view.state)
    ? `The run ended while the alert was at *${reached}*.`
    : `The chain ended at *${reached}*: what comes after it did not happen in this run.`;
}

function avoidable(total: number, { floorMs, ceilingMs }: DetectionBounds): string {
  const above = total - floorMs;
  if (above <= 0) return 'The measured time is the floor: with these settings it cannot be shorter.';
  if (total > ceilingMs)
    return `The measured time is ${formatSpan(total - ceilingMs)} above the ceiling: something took longer than the configuration explains.`;
  return `${formatSpan(above)} of the ${formatSpan(total)} lie above the floor of ${formatSpan(floorMs)}: chance, as scrape and evaluation fall, and waits in Alertmanager. The floor itself is what \`for\` and the window of the expression ask for.`;
}

function advice(production: DetectionBounds): readonly string[] {
  const [always, atWorst] = [costliestAlways(production), costliestAtWorst(production)];
  return [
    ...(always
      ? [
          `What costs most in every detection in production is ${always.name} (${formatDuration(always.valueMs)}): ${always.advice}`,
        ]
      : []),
    ...(atWorst
      ? [`What can cost most beyond that is ${atWorst.name} (${formatDuration(atWorst.valueMs)}): ${atWorst.advice}`]
      : []),
  ];
}

const atProductionSpeed = (speed: number, { floorMs, ceilingMs }: DetectionBounds) =>
  `This run was ${speed} times faster than production: it proves that the chain works, not how long it takes there. There the same chain takes between ${formatSpan(floorMs)} and ${formatSpan(ceilingMs)}.`;

function backTable(view: View, { expectation, resolved }: ExpectedAlert, stages: readonly Stage[]): string {
  const rows = stages.map((stage) => [stage.name, exactSpan(stage.ms), sinceOrigin(view, stage.at)]);
  const missing = missingChannels(expectation, resolved);
  const whole = missing.length === 0 ? 'Total' : `Total, without ${list(missing)}`;
  const last = [`**${stages.length === 2 ? whole : 'So far'}**`, `**${exactSpan(sum(stages))}**`, ''];
  return `The way back:\n\n${table(['Stage', 'Measured', 'Reached at'], [...rows, last])}`;
}

const missingChannels = ({ notified }: ExpectedAlert['expectation'], receipts: ExpectedAlert['firing']) =>
  notified.filter((channel) => !receipts.some((receipt) => receipt.channel === channel)).map(channelName);

const sum = (stages: readonly Stage[]) => stages.reduce((total, { ms }) => total + ms, 0);

function settingTable({ started }: View, { inForce, production }: NonNullable<ExpectedAlert['bounds']>): string {
  const now = settings(inForce);
  const rows = settings(production).map(({ name, valueMs, atBestMs, atWorstMs }, i) => [
    name,
    ...(started.speed === 1 ? [] : [formatDuration(now[i]?.valueMs ?? 0)]),
    formatDuration(valueMs),
    formatDuration(atBestMs),
    formatDuration(atWorstMs),
  ]);
  const heads = [
    'Setting',
    ...(started.speed === 1 ? [] : ['In this run']),
    'In production',
    'Adds there at best',
    'Adds there at worst',
  ];
  return `What the settings cost:\n\n${table(heads, rows)}`;
}
