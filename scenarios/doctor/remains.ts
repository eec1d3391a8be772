import type { Diagnosis } from '../../stack/doctor/check.js';
import type { Instance } from '../../stack/engine/engine.js';

type OwnerState = 'alive' | 'dead' | 'unknown';

/** What runs and stacks may have left. */
export interface Remains {
  readonly notes: readonly Note[];
  readonly helpers: readonly HelperFound[];
  /** Stacks of which only volumes and networks exist. */
  readonly empty: readonly EmptyStack[];
  /** Paths of notes about runs on other engines. */
  readonly elsewhere: readonly string[];
}

/** The note of a run that had, or has, faults in place. */
export interface Note {
  readonly stack: string;
  readonly path: string;
  /** Absent for a note that cannot be read. */
  readonly run?: string;
  /** Of a run without a guardian. */
  readonly owner?: OwnerState;
}

/** A container that serves a run. */
export interface HelperFound {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly state: Instance['state'];
  readonly stack?: string;
  readonly run?: string;
  /** Absent for one that says nothing about its owner. */
  readonly owner?: OwnerState;
}

/** A stack without instances. */
export interface EmptyStack {
  readonly stack: string;
  readonly volumes: number;
  readonly networks: number;
}

/** What is left, as opposed to what a living run uses. */
export interface Leftovers {
  readonly notes: readonly Note[];
  readonly helpers: readonly HelperFound[];
  readonly empty: readonly EmptyStack[];
}

/** True for what belongs to a process that lives. */
const livesOn = (remains: Remains, stack: string): boolean =>
  remains.helpers.some((helper) => helper.stack === stack && helper.owner === 'alive');

/** Sorts out what no living run uses. What a process on another machine may own is not left over: nobody here can know. */
export function leftoversOf(remains: Remains): Leftovers {
  const unclear = (stack: string) => remains.helpers.some((helper) => helper.stack === stack && helper.owner === 'unknown');
  return {
    notes: remains.notes.filter(({ stack, owner }) => owner !== 'alive' && !livesOn(remains, stack) && !unclear(stack)),
    helpers: remains.helpers.filter(({ owner }) => owner === 'dead' || owner === undefined),
    empty: remains.empty.filter(({ stack }) => !livesOn(remains, stack) && !unclear(stack)),
  };
}

/** Whether anything is left. */
export const isClean = ({ notes, helpers, empty }: Leftovers): boolean => notes.length + helpers.length + empty.length === 0;

/** What is left over, and what is only in use. */
export function judgeRemains(remains: Remains): Diagnosis {
  const left = leftoversOf(remains);
  const sentences = leftoverTexts(left);
  if (sentences.length > 0)
    return {
      status: 'problem',
      leftBehind: true,
      detail: sentences.join('; '),
      hint: 'run `supops doctor --fix`, which undoes and removes it',
    };
  const foreign = remains.helpers.filter(({ owner }) => owner === 'unknown').map(({ name }) => name);
  if (foreign.length > 0)
    return {
      status: 'warning',
      detail: `of a process on another machine, or of one that cannot be seen from here: ${foreign.join(', ')}`,
    };
  if (remains.elsewhere.length > 0)
    return {
      status: 'warning',
      detail: `a run on another engine did not end by itself: ${remains.elsewhere.join(', ')}`,
      hint: 'run `supops doctor` with that engine (DOCKER_HOST); remove the file if the engine is gone',
    };
  const active = [
    ...new Set(remains.helpers.flatMap(({ run, owner }) => (owner === 'alive' && run !== undefined ? [run] : []))),
  ];
  return { status: 'ok', detail: active.length === 0 ? 'none' : `none; in progress: ${active.join(', ')}` };
}

/** One sentence fragment for each thing that is left. */
export const leftoverTexts = ({ notes, helpers, empty }: Leftovers): readonly string[] => [
  ...notes.map(({ stack, run, path }) =>
    run === undefined
      ? `${path} cannot be read`
      : `run ${run} on stack ${stack} did not end by itself, and its faults may be in place`,
  ),
  ...helpers.map(({ name, owner }) => `${name} (${owner === 'dead' ? 'its process has ended' : 'nobody’s'})`),
  ...empty.map(
    ({ stack, volumes, networks }) =>
      `stack ${stack} has no instances, but ${count(volumes, 'volume')} and ${count(networks, 'network')}`,
  ),
];

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
