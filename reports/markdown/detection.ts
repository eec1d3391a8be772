import { formatDuration, formatSpan } from '../../core/duration.js';
import type { DetectionBounds } from '../../stack/alerting/model.js';
import { code, exactSpan, table } from './format.js';
import { largestSetting, settings } from './settings.js';
import { detectionStages, dominantStage, resolutionStages, type Stage } from './stages.js';
import { type ExpectedAlert, type Section, sinceOrigin, type View } from './view.js';

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
    back.length > 0 ? backTable(view, back) : undefined,
    alert.bounds ? settingTable(view, alert.bounds) : undefined,
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function stageTable({ started, ...view }: View, { bounds }: ExpectedAlert, stages: readonly Stage[]): string {
  const fast = started.speed !== 1 && bounds !== undefined;
  const heads = [
    'Stage',
    'Measured',
    'Reached at',
    'Floor',
    'Ceiling',
    ...(fast ? ['Floor in production', 'Ceiling in production'] : []),
  ];
  const range = (stage: Stage, of: DetectionBounds | undefined) => {
    const found = of && stage.range(of);
    return found ? [formatDuration(found.floorMs), formatDuration(found.ceilingMs)] : ['–', '–'];
  };
  const rows = stages.map((stage) => [
    stage.name,
    exactSpan(stage.ms),
    sinceOrigin({ started, ...view }, stage.at),
    ...range(stage, bounds?.inForce),
    ...(fast ? range(stage, bounds.production) : []),
  ]);
  const total = stages.reduce((sum, { ms }) => sum + ms, 0);
  const bound = (of: DetectionBounds | undefined) =>
    of ? [formatDuration(of.floorMs), formatDuration(of.ceilingMs)] : ['–', '–'];
  // A pipeline that was not walked to its end has no total to hold against its bounds.
  const whole = stages.length === 4;
  const last = whole
    ? ['**Total**', `**${exactSpan(total)}**`, '', ...bound(bounds?.inForce), ...(fast ? bound(bounds.production) : [])]
    : ['**So far**', `**${exactSpan(total)}**`];
  return table(heads, [...rows, last]);
}

function reading(view: View, { bounds, expectation }: ExpectedAlert, stages: readonly Stage[]): string {
  const longest = dominantStage(stages);
  const total = stages.reduce((sum, { ms }) => sum + ms, 0);
  const sentences: string[] = [];
  if (stages.length < 4) sentences.push(stopped(stages, expectation.notified));
  if (longest && total > 0)
    sentences.push(`The longest stage was *${longest.name}*, with ${Math.round((100 * longest.ms) / total)} % of the time.`);
  if (bounds && stages.length === 4) sentences.push(avoidable(total, bounds));
  const setting = bounds && largestSetting(bounds.production);
  if (setting)
    sentences.push(
      `In production the setting that costs most is ${setting.name} (${formatDuration(setting.valueMs)}): ${setting.advice}`,
    );
  if (view.started.speed !== 1 && bounds)
    sentences.push(
      `This run was ${view.started.speed} times faster than production, so its figures prove that the chain works, not how long it takes there: there the same chain takes between ${formatSpan(bounds.production.floorMs)} and ${formatSpan(bounds.production.ceilingMs)}.`,
    );
  return sentences.join(' ');
}

function stopped(stages: readonly Stage[], notified: readonly string[]): string {
  const reached = stages.at(-1)?.name.split(' → ')[1] ?? '';
  if (stages.length === 3 && notified.length === 0) return 'Delivery was not part of the expectation.';
  return `The chain ended at *${reached}*: what comes after it did not happen in this run.`;
}

function avoidable(total: number, { inForce }: { readonly inForce: DetectionBounds }): string {
  const above = total - inForce.floorMs;
  return above <= 0
    ? 'The measured time is the floor: with these settings it cannot be shorter.'
    : `${formatSpan(above)} of ${formatSpan(total)} lie above the floor; better luck with the phases of scrape and evaluation, or other waits, could have saved them, the rest is what \`for\` and the window ask for.`;
}

function backTable(view: View, stages: readonly Stage[]): string {
  const total = stages.reduce((sum, { ms }) => sum + ms, 0);
  const rows = stages.map((stage) => [stage.name, exactSpan(stage.ms), sinceOrigin(view, stage.at)]);
  const last =
    stages.length === 2 ? [['**Total**', `**${exactSpan(total)}**`, '']] : [['**So far**', `**${exactSpan(total)}**`, '']];
  return `The way back:\n\n${table(['Stage', 'Measured', 'Reached at'], [...rows, ...last])}`;
}

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
