import { EXIT, SupopsError } from '../../core/errors.js';
import { poll } from '../../core/poll.js';
import type { Clock } from '../../core/time.js';
import type { Engine } from '../../stack/engine/engine.js';
import { LABEL, stackSelector } from '../../stack/model/labels.js';
import type { Hints } from '../../stack/supervised/supervised.js';
import { GUARDIAN } from '../agents/guardian/programs.js';
import { executeUndo } from '../faults/undo/execute.js';
import type { Programs } from '../faults/undo/executor.js';
import { activeRunPath, clearActiveRun, readActiveRun } from './active-run.js';
import { findHolder, holderOf, runActive } from './holder.js';
import { stateOfOwner } from './owner.js';

/** A killed run's guardian ends within its own settle time; one that is still there after that cannot do its work. */
const GUARDIAN_PATIENCE_MS = 12_000;
const TAKE_OVER_MS = 9_000;
const UNSTARTED_MS = 4_000;
const UNDO_TIMEOUT_MS = 20_000;

/** Where to look for what a killed run left. */
export interface LeftoversContext {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly programs: Programs;
  readonly stateDir: string;
  readonly signal?: AbortSignal | undefined;
}

/** The system whose leftovers are looked for. */
export interface LeftoversOf {
  readonly name: string;
  readonly hints: Pick<Hints, 'restore' | 'remove'>;
}

/**
 * Finds and undoes what a killed run left behind on a system, whichever folder it was started from.
 * @returns a sentence for the user, or `undefined` if nothing was left. Rejects with `run-active` (exit 4) if the run is alive, and
 * with `undo-failed` (exit 8) if something could not be undone.
 */
export async function undoLeftovers(context: LeftoversContext, { name, hints }: LeftoversOf): Promise<string | undefined> {
  const { engine, stateDir } = context;
  const path = activeRunPath(stateDir, (await engine.info()).id, name);
  await waitForGuardian(context, name, { takeOver: (await readActiveRun(path)) !== undefined });
  const active = await readActiveRun(path);
  if (!active) return undefined;
  // Without a guardian only the note can tell a run that lasts from one that was killed.
  if (stateOfOwner(active.owner) === 'alive') throw runActive(active);
  const result = (await isGone(engine, active.records))
    ? { done: true, changed: false, detail: 'the stack is gone' }
    : await executeUndo(context, active.records, { timeoutMs: UNDO_TIMEOUT_MS, settleMs: 0 });
  if (!result.done) {
    throw new SupopsError({
      code: 'undo-failed',
      exitCode: EXIT.dirty,
      message: `run ${active.run} left a fault behind that cannot be undone: ${result.detail}`,
      hint: `run \`${hints.restore}\`, which recreates what is gone${hints.remove === undefined ? '' : `; or \`${hints.remove}\``}`,
    });
  }
  await clearActiveRun(path);
  const undone = result.changed ? 'its faults are undone' : 'nothing is left to undo';
  return `run ${active.run} did not end by itself; ${undone}: ${result.detail}`;
}

// The system itself has been removed since: there is nothing left to undo.
async function isGone(
  engine: Engine,
  records: readonly { readonly target: { readonly selector: Readonly<Record<string, string>> } }[],
) {
  const [first] = records;
  if (!first) return true;
  return (await engine.observe({ labels: first.target.selector })).instances.length === 0;
}

/**
 * Undoes leftovers before `deploy`, so that the stack is reconciled as it should be, without a fault in place. What could not be undone then is
 * tried again afterwards: a victim that is gone only comes back by deploying. Rejects as `undoLeftovers` does the second time.
 * @param onNote receives a sentence for the user, if something was left
 */
export async function undoLeftoversAround<T>(
  context: LeftoversContext,
  system: LeftoversOf,
  { deploy, onNote }: { deploy(): Promise<T>; onNote(text: string): void },
): Promise<T> {
  const undo = async () => {
    const note = await undoLeftovers(context, system);
    if (note !== undefined) onNote(note);
  };
  let owed = false;
  await undo().catch((error) => {
    if (!(error instanceof SupopsError) || error.code !== 'undo-failed') throw error;
    owed = true;
    onNote(`${error.message}; deploying first`);
  });
  const result = await deploy();
  if (owed) await undo();
  return result;
}

/**
 * Waits until a killed run's guardian has done its work. Rejects with `run-active` (exit 4) if a run is alive, or the guardian stays.
 * @param takeOver the caller knows what is to be undone, or removes all of it: a guardian that tries in vain is then removed, since what
 * it waits for may be what the caller is about to do
 * @param force removes every guardian at once, whichever run it belongs to
 */
export async function waitForGuardian(
  { engine, clock, signal }: LeftoversContext,
  stack: string,
  { takeOver, force = false }: { readonly takeOver: boolean; readonly force?: boolean },
): Promise<void> {
  const start = clock.monotonic();
  const gone = await poll(
    async () => {
      const guardians = (await engine.observe(stackSelector(stack))).helpers.filter(({ service }) => service === GUARDIAN);
      const owners = guardians.map(({ labels }) => stateOfOwner(labels[LABEL.owner]));
      const holder = guardians[owners.indexOf('alive')];
      if (!force && holder) throw runActive(holderOf(holder));
      const waitedMs = clock.monotonic() - start;
      const stuck = guardians.filter(
        ({ state }, i) =>
          force ||
          // One that was never started would lock the stack forever: its run was killed in between. A live run starts it at once.
          (state === 'running' ? takeOver && owners[i] === 'dead' && waitedMs > TAKE_OVER_MS : waitedMs > UNSTARTED_MS),
      );
      for (const { id } of stuck) await engine.remove(id);
      return guardians.length === 0 ? true : undefined;
    },
    { clock, timeoutMs: GUARDIAN_PATIENCE_MS, intervalMs: 250, signal },
  );
  if (!gone) throw runActive(await findHolder(engine, stack));
}
