import { EXIT, SupopsError } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import type { Engine, Instance } from '../../stack/engine/engine.js';
import { LABEL, stackSelector } from '../../stack/model/labels.js';
import { GUARDIAN } from '../agents/guardian/programs.js';
import { stateOfOwner } from './owner.js';

/** A run that holds a stack, as its guardian or its note tells. What they do not tell is absent. */
export interface Holder {
  readonly stack: string;
  readonly run?: string | undefined;
  readonly scenario?: string | undefined;
  /** `<host>/<process id>` */
  readonly owner?: string | undefined;
  readonly since?: Milliseconds | undefined;
}

/** The run that a guardian belongs to. */
export const holderOf = ({ labels, startedAt }: Pick<Instance, 'labels' | 'startedAt'>): Holder => ({
  stack: labels[LABEL.stack] ?? '',
  run: labels[LABEL.run],
  scenario: labels[LABEL.scenario],
  owner: labels[LABEL.owner],
  ...(startedAt > 0 && { since: startedAt }),
});

/** `run 2026… of the scenario db-down, process 4711 on build-7, since 2026-11-22 22:30:15 UTC`; as much of it as is known. */
export function holderText({ run, scenario, owner, since }: Omit<Holder, 'stack'>): string {
  const [host, pid] = owner?.split('/') ?? [];
  return [
    run === undefined ? 'another run' : `run ${run}${scenario === undefined ? '' : ` of the scenario ${scenario}`}`,
    ...(host && pid ? [`process ${pid} on ${host}`] : []),
    ...(since === undefined ? [] : [`since ${new Date(since).toISOString().replace('T', ' ').replace(/\..*/, '')} UTC`]),
  ].join(', ');
}

/** Another run holds the stack. */
export const runActive = (holder: Holder, cause?: unknown): SupopsError =>
  refusal(`the stack ${holder.stack} is held by ${holderText(holder)}`, cause);

/** The run whose guardian is on a stack, if there is one. */
export async function findHolder(engine: Engine, stack: string): Promise<Holder> {
  const { helpers } = await engine.observe(stackSelector(stack));
  const guardian = helpers.find(({ service }) => service === GUARDIAN);
  return guardian ? holderOf(guardian) : { stack };
}

const GUARDIANS = { labels: { [LABEL.role]: 'helper', [LABEL.service]: GUARDIAN } };

/**
 * Refuses a run next to others on the same engine if it needs the engine for itself, or one of them does. To be called when its own guardian is there:
 * of two runs that begin at once, at least one sees the other.
 * Rejects with `run-active` (exit 4), naming the other run.
 */
export async function refuseNeighbours(
  engine: Engine,
  { stack, exclusive }: { readonly stack: string; readonly exclusive: boolean },
): Promise<void> {
  const { helpers } = await engine.observe(GUARDIANS);
  const others = helpers.filter((one) => one.labels[LABEL.stack] !== stack && isAtWork(one));
  const own = exclusive ? others[0] : undefined;
  if (own) throw refusal(`this scenario needs the engine for itself, and ${neighbourText(own)} uses it`);
  const theirs = others.find(({ labels }) => labels[LABEL.exclusive] === 'true');
  if (theirs) throw refusal(`${neighbourText(theirs)} needs the engine for itself`);
}

// One that was created and not started, of a process that is gone, holds nothing.
const isAtWork = ({ state, labels }: Instance): boolean =>
  state === 'running' || state === 'paused' || (state === 'created' && stateOfOwner(labels[LABEL.owner]) !== 'dead');

const neighbourText = (guardian: Instance): string => {
  const holder = holderOf(guardian);
  return `${holderText(holder)}, on the stack ${holder.stack},`;
};

const refusal = (message: string, cause?: unknown): SupopsError =>
  new SupopsError({
    code: 'run-active',
    exitCode: EXIT.unavailable,
    message,
    hint: 'wait until that run has ended, and try again',
    cause,
  });
