import { commandLine } from '../../core/command-line.js';
import { EXIT, SupopsError } from '../../core/errors.js';
import { poll } from '../../core/poll.js';
import type { Clock } from '../../core/time.js';
import type { Engine } from '../../stack/engine/engine.js';
import { LABEL, stackSelector } from '../../stack/model/labels.js';
import { executeUndo } from '../faults/undo.js';
import { activeRunPath, clearActiveRun, readActiveRun } from './active-run.js';
import { GUARDIAN, runActive } from './guardian.js';
import { stateOfOwner } from './owner.js';

/** A killed run's guardian ends within its own settle time; one that is still there then cannot do its work. */
const GUARDIAN_PATIENCE_MS = 12_000;
const TAKE_OVER_MS = 9_000;
const UNSTARTED_MS = 4_000;
const UNDO_TIMEOUT_MS = 20_000;

/** Where to look for what a killed run left. */
export interface LeftoversContext {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly stateDir: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds and undoes what a killed run left behind on a stack, from whichever folder it was started.
 * @returns a sentence for the user, or `undefined` where nothing was left. Rejects with `run-active` (exit 4) where the run is alive, and
 * with `undo-failed` (exit 8) where something could not be undone.
 */
export async function undoLeftovers(context: LeftoversContext, stack: string): Promise<string | undefined> {
  const { engine, clock, stateDir } = context;
  const path = activeRunPath(stateDir, (await engine.info()).id, stack);
  await waitForGuardian(context, stack, { takeOver: (await readActiveRun(path)) !== undefined });
  const active = await readActiveRun(path);
  if (!active) return undefined;
  const { instances } = await engine.observe(stackSelector(stack));
  // The stack itself was removed since: nothing is left that could be undone.
  const gone = instances.length === 0;
  const result = gone
    ? { done: true, detail: 'the stack is gone' }
    : await executeUndo(engine, active.records, { clock, timeoutMs: UNDO_TIMEOUT_MS, settleMs: 0 });
  if (!result.done) {
    throw new SupopsError({
      code: 'undo-failed',
      exitCode: EXIT.dirty,
      message: `run ${active.run} left a fault behind that cannot be undone: ${result.detail}`,
      hint: `run \`${commandLine('up', stack)}\`, which makes anew what is gone; or \`${commandLine('down', stack)}\``,
    });
  }
  await clearActiveRun(path);
  return `run ${active.run} did not end by itself; its fault is undone: ${result.detail}`;
}

/**
 * Undoes leftovers before `deploy`, as a stack is to be compared with what it should be and not with a fault. What could not be undone then is
 * tried again afterwards: a victim that is gone only comes back by deploying. Rejects as `undoLeftovers` does the second time.
 * @param onTold receives a sentence for the user, where something was left
 */
export async function undoLeftoversAround<T>(
  context: LeftoversContext,
  stack: string,
  { deploy, onTold }: { deploy(): Promise<T>; onTold(text: string): void },
): Promise<T> {
  const undo = async () => {
    const told = await undoLeftovers(context, stack);
    if (told !== undefined) onTold(told);
  };
  let owed = false;
  await undo().catch((error) => {
    if (!(error instanceof SupopsError) || error.code !== 'undo-failed') throw error;
    owed = true;
    onTold(`${error.message}; deploying first`);
  });
  const result = await deploy();
  if (owed) await undo();
  return result;
}

/**
 * Waits until a killed run's guardian has done its work. Rejects with `run-active` (exit 4) where a run is alive, or the guardian stays.
 * @param takeOver the caller knows what is to be undone, or removes all of it: a guardian that tries in vain is then sent away, since what
 * it waits for may be what the caller is about to do
 * @param force guardians are sent away at once, whoever they serve
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
      if (!force && owners.includes('alive')) throw runActive(stack);
      const waitedMs = clock.monotonic() - start;
      const stuck = guardians.filter(({ state }, i) =>
        // One that was never started holds the stack's lock for ever: its run was killed in between. A live run starts it at once.
        state === 'running' ? takeOver && owners[i] === 'dead' && waitedMs > TAKE_OVER_MS : waitedMs > UNSTARTED_MS,
      );
      for (const { id } of force ? guardians : stuck) await engine.remove(id);
      return guardians.length === 0 ? true : undefined;
    },
    { clock, timeoutMs: GUARDIAN_PATIENCE_MS, intervalMs: 250, signal },
  );
  if (!gone) throw runActive(stack);
}
