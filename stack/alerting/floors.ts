import { formatDuration } from '../../core/duration.js';
import { groupBy } from '../../core/group.js';
import type { Milliseconds } from '../../core/time.js';
import { scaleDuration } from './scale.js';

/** What compression can hold longer than the speed asks for, in the order in which it is reported. */
const KINDS = [
  'range',
  'step',
  'for',
  'keep_firing_for',
  'interval',
  'evaluation_interval',
  'scrape_interval',
  'scrape_timeout',
  'group_wait',
  'group_interval',
  'repeat_interval',
] as const;
export type FloorKind = (typeof KINDS)[number];

/** A duration that a floor of the compression kept longer than the speed asks for. */
export interface Floor {
  readonly what: FloorKind;
  /** Who has it: `group/rule`, a group, a job or a receiver; absent if it is global. */
  readonly of?: string;
  /** As written for production. */
  readonly writtenMs: Milliseconds;
  /** As the speed alone would have it. */
  readonly askedMs: Milliseconds;
  /** As it is deployed. */
  readonly heldMs: Milliseconds;
}

/** A configuration at another speed. */
export interface Compressed {
  readonly text: string;
  /** Every duration that is longer than the speed asks for. */
  readonly floors: readonly Floor[];
}

/** Collects the floors that one compression meets. */
export interface FloorLog {
  /** Records that a duration became `heldMs`, if the speed alone gives less. @returns `heldMs` */
  hold(place: Pick<Floor, 'what' | 'of'>, writtenMs: Milliseconds, heldMs: Milliseconds): Milliseconds;
  /** What was recorded, in its order. */
  list(): readonly Floor[];
}

/** An empty log for one speed. */
export function makeFloorLog(speed: number): FloorLog {
  const floors: Floor[] = [];
  return {
    hold: (place, writtenMs, heldMs) => {
      const askedMs = scaleDuration(writtenMs, speed);
      if (heldMs > askedMs) floors.push({ ...place, writtenMs, askedMs, heldMs });
      return heldMs;
    },
    list: () => [...floors],
  };
}

/** All floors of a kind in one. */
export interface FloorGroup {
  readonly what: FloorKind;
  /** The lowest and the highest floor: a `for` has one of its own. */
  readonly floorMs: Milliseconds;
  readonly highestMs: Milliseconds;
  readonly count: number;
}

/** Floors by kind, however many there are. */
export function groupFloors(floors: readonly Floor[]): readonly FloorGroup[] {
  const byKind = groupBy(floors, ({ what }) => what);
  return KINDS.flatMap((what) => {
    const held =
      byKind
        .get(what)
        ?.map(({ heldMs }) => heldMs)
        .sort((a, b) => a - b) ?? [];
    const [floorMs, highestMs] = [held[0], held.at(-1)];
    return floorMs === undefined || highestMs === undefined ? [] : [{ what, floorMs, highestMs, count: held.length }];
  });
}

/** Nouns for what is not called by its key. */
const NOUNS: Partial<Readonly<Record<FloorKind, string>>> = {
  range: 'range',
  step: 'subquery step',
  for: 'hold',
  interval: 'group interval',
};

/** The floors for people, in one line: `118 ranges held at 4s, 12 holds at 1s to 5s, scrape_timeout at 1s`. Empty if there are none. */
export const formatFloors = (floors: readonly Floor[]): string =>
  groupFloors(floors)
    .map(({ what, floorMs, highestMs, count }, i) => {
      const span =
        floorMs === highestMs ? formatDuration(floorMs) : `${formatDuration(floorMs)} to ${formatDuration(highestMs)}`;
      return `${nameOf(what, count)} ${i === 0 ? 'held at' : 'at'} ${span}`;
    })
    .join(', ');

function nameOf(what: FloorKind, count: number): string {
  const noun = NOUNS[what];
  if (noun !== undefined) return `${count} ${noun}${count === 1 ? '' : 's'}`;
  return count === 1 ? what : `${count} ${what}`;
}
