import { formatDuration } from '../../../core/duration.js';
import type { Range } from '../../../scenarios/story/stages.js';
import { type Blocks, bullets, heading, paragraph, table } from '../../document/blocks.js';
import { exactSpan } from '../../document/figures.js';
import { code, enumerated, type Phrase, phrase, strong } from '../../document/phrase.js';
import { isWhole, type Stage, totalMs } from '../../view/stages.js';
import type { ExpectedAlert } from '../../view/story.js';
import { type Section, sinceOrigin, type View } from '../../view/view.js';
import { reading } from './reading.js';
import { settings } from './settings.js';

/** Where the time went between the fault and the message, and back. */
export const detection: Section = {
  id: 'detection',
  title: 'Detection',
  body: (view) =>
    view.expected
      .filter(({ expectation, stages }) => expectation.inhibitedBy === undefined && stages.length > 0)
      .map((alert) => [
        heading(3, ['detection', alert.expectation.id], code(alert.expectation.alert)),
        stageTable(view, alert),
        bullets(reading(view, alert)),
        wayBack(view, alert),
        settingTable(view, alert),
      ]),
};

function stageTable(view: View, alert: ExpectedAlert): Blocks {
  const { bounds, stages, missing } = alert;
  const fast = view.started.speed !== 1 && bounds !== undefined;
  const known = bounds ? ways(bounds, fast) : [];
  const ranges = ({ inForce, production }: Stage) => (bounds ? [inForce, ...(fast ? [production] : [])] : []);
  // A pipeline that was not walked to its end has no total to hold against its bounds.
  const whole = isWhole(stages);
  return table(
    ['Stage', 'Measured', 'Reached at', ...FLOORS.slice(0, 2 * known.length)],
    [
      ...stages.map((stage) => [...stageCells(view, stage), ...ranges(stage).flatMap(rangeCells)]),
      [...totalCells(stages, whole ? missing : undefined), ...(whole ? known.flatMap(rangeCells) : [])],
    ],
  );
}

/** The bounds of a way in this run, and in production if that is slower. */
const ways = <B>({ inForce, production }: { readonly inForce: B; readonly production: B }, fast: boolean): readonly B[] =>
  fast ? [inForce, production] : [inForce];

const rangeCells = (of: Range | undefined): readonly string[] =>
  of ? [formatDuration(of.floorMs), formatDuration(of.ceilingMs)] : ['next row', 'next row'];

const FLOORS = ['Floor', 'Ceiling', 'Floor in production', 'Ceiling in production'];

const stageCells = (view: View, { name, ms, at }: Stage) => [name, exactSpan(ms), sinceOrigin(view, at)];

// `missing` is absent if the last stage was not reached.
function totalCells(stages: readonly Stage[], missing: readonly string[] | undefined): readonly Phrase[] {
  const without = missing && missing.length > 0 ? phrase`, without ${enumerated(missing)}` : '';
  return [strong(missing ? phrase`Total${without}` : 'So far'), strong(exactSpan(totalMs(stages))), ''];
}

function wayBack(view: View, { back, bounds, missingResolved }: ExpectedAlert): Blocks {
  if (back.length === 0) return undefined;
  const whole = isWhole(back);
  const known = bounds?.back ? ways(bounds.back, view.started.speed !== 1) : [];
  const total = [...totalCells(back, whole ? missingResolved : undefined), ...(whole ? known.flatMap(rangeCells) : [])];
  const heads = ['Stage', 'Measured', 'Reached at', ...FLOORS.slice(0, whole ? 2 * known.length : 0)];
  return [paragraph('The way back:'), table(heads, [...back.map((stage) => stageCells(view, stage)), total])];
}

function settingTable({ started }: View, { bounds }: ExpectedAlert): Blocks {
  if (!bounds) return undefined;
  const ifFast = (cell: string) => (started.speed === 1 ? [] : [cell]);
  const now = settings(bounds.inForce);
  const rows = settings(bounds.production).map(({ name, valueMs, atBestMs, atWorstMs }, i) => [
    name,
    ...ifFast(formatDuration(now[i]?.valueMs ?? 0)),
    ...[valueMs, atBestMs, atWorstMs].map(formatDuration),
  ]);
  const heads = ['Setting', ...ifFast('In this run'), 'In production', 'Adds there at best', 'Adds there at worst'];
  return [paragraph('What the settings cost:'), table(heads, rows)];
}
