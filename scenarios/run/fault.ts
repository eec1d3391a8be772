import { messageOf } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import type { Instance } from '../../stack/engine/engine.js';
import { faultOf } from '../faults/fault.js';
import { executeUndo, SETTLE_MS } from '../faults/undo.js';
import type { Proof, UndoRecord } from '../model.js';
import { type ActiveRun, clearActiveRun, writeActiveRun } from '../safety/active-run.js';
import type { Guardian } from '../safety/guardian.js';
import type { RunContext } from './context.js';
import { inPhase } from './wait.js';

const UNDO_TIMEOUT_MS: Milliseconds = 30_000;

/** What injection needs beyond the run's context. */
export interface InjectionContext extends RunContext {
  readonly guardian: Guardian;
  /** Where the active run is noted, and what the note says besides the undo records. */
  readonly note: { readonly path: string; readonly active: Omit<ActiveRun, 'records'> };
  /** How long the guardian lets the fault live. */
  readonly ttlMs: Milliseconds;
}

/** A fault from its first journal line to its undo. */
export interface Injection {
  /** Plans and injects. After the first journal line an undo is owed, whatever happens. */
  inject(): Promise<Proof>;
  /** True where an undo is owed. */
  owed(): boolean;
  /** Undoes, verifies by reading the state back, dismisses the guardian. @returns true where nothing is left. */
  undo(): Promise<boolean>;
}

/** Prepares the scenario's fault on its pinned victim. */
export function prepareInjection(context: InjectionContext, victim: Instance): Injection {
  const { scenario, supervised, clock, journal, guardian, note, recorder, signal } = context;
  // One fault a run for now; the journal numbers them.
  const spec = scenario.faults[0];
  if (!spec) throw new Error(`scenario ${scenario.name} has no fault`);
  const fault = faultOf(spec);
  const faultContext = { engine: supervised.engine, victim, events: recorder.events, clock, signal };
  let records: readonly UndoRecord[] = [];
  let owed = false;
  // A request that did not return may still be on its way through the engine: only then must the restored state prove itself.
  let inFlight = false;
  const mark = (status: 'planned' | 'applying' | 'active' | 'undoing' | 'undone' | 'dirty', detail?: string) =>
    journal.append({ type: 'undo', fault: 0, status, records, ...(detail !== undefined && { detail }) });

  const warn = (text: string) => journal.append({ type: 'note', severity: 'warning', text }).catch(() => {});

  const inject = () =>
    inPhase(context, 'inject', async () => {
      records = fault.plan(victim, supervised.name);
      await mark('planned', fault.title);
      await writeActiveRun(note.path, { ...note.active, records });
      owed = true;
      await guardian.arm(records, context.ttlMs);
      await journal.append({ type: 'guardian', status: 'armed' });
      await mark('applying');
      signal.throwIfAborted();
      inFlight = true;
      await fault.inject(faultContext);
      inFlight = false;
      await mark('active');
      const proof = await fault.prove(faultContext);
      await journal.append({ type: 'proof', fault: 0, proof });
      return proof;
    });

  const undo = async () => {
    // The journal may be what failed: the undo does not depend on it.
    await mark('undoing').catch(() => {});
    const startedAt = Math.round(clock.now());
    const result = await executeUndo(supervised.engine, records, {
      clock,
      timeoutMs: UNDO_TIMEOUT_MS,
      settleMs: inFlight ? SETTLE_MS : 0,
    });
    owed = !result.done;
    await mark(result.done ? 'undone' : 'dirty', result.detail).catch(() => {});
    if (!result.done) return false;
    await guardian.release();
    // The note is only a reminder: the next start finds that nothing is left to undo.
    await clearActiveRun(note.path).catch((error) => warn(`the note of this run stays: ${messageOf(error)}`));
    const step = fault.repair;
    await journal.append({ type: 'guardian', status: 'released' }).catch(() => {});
    await journal
      .append({ type: 'remediation', step, effect: result.detail, startedAt, endedAt: Math.round(clock.now()) })
      .catch(() => {});
    return true;
  };
  return { inject, undo, owed: () => owed };
}
