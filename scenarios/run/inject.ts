import type { Victim } from '../faults/fault.js';
import { faultKind, faultText } from '../faults/registry.js';
import type { FaultSpec, FaultStatus, Proof, UndoRecord } from '../model/fault.js';
import type { Ledger } from '../safety/ledger.js';
import type { RunContext } from './context.js';
import { pinVictims } from './victims.js';
import { inPhase } from './wait.js';

/** Injects faults and undoes them, each step written to the journal before it is taken. */
export interface Injector {
  /** Plans, injects and proves. From its first journal line on, an undo may be owed, whatever happens. */
  inject(fault: FaultSpec): Promise<Proof>;
  /** Undoes one fault. @returns true if nothing of it is left. */
  undo(fault: FaultSpec): Promise<boolean>;
  /** Undoes all that is owed, the last fault first, then releases the guardian. @returns true if nothing is left. */
  undoAll(): Promise<boolean>;
}

/** The injector of a run. */
export function createInjector(context: RunContext, ledger: Ledger): Injector {
  const planned = new Map<string, Planned>();

  const inject = async (fault: FaultSpec) => {
    const { supervised, recorder, signal } = context;
    const kind = faultKind(fault.kind);
    const victims = await pinVictims(supervised, fault);
    const plan = { fault, victims, records: victims.flatMap((victim) => kind.plan(victim, fault.params)) };
    planned.set(fault.id, plan);
    await mark(context, plan, 'planned', faultText(fault, 'plan'));
    await ledger.add(fault.id, plan.records);
    const { at: since } = await mark(context, plan, 'applying');
    signal.throwIfAborted();
    const { engine } = supervised;
    const own = { engine, params: fault.params, victims, events: recorder.events, since, clock: context.clock, signal };
    ledger.inFlight(fault.id, true);
    await kind.inject(own);
    ledger.inFlight(fault.id, false);
    await mark(context, plan, 'active');
    const proof = await kind.prove(own);
    await context.journal.append({ type: 'proof', fault: fault.id, proof });
    return proof;
  };

  const undo = async (fault: FaultSpec) => {
    const plan = planned.get(fault.id) ?? { fault, victims: [], records: [] };
    const { clock, journal } = context;
    // The journal may be what failed: the undo does not depend on it.
    await mark(context, plan, 'undoing').catch(() => {});
    const startedAt = Math.round(clock.now());
    const { done, detail } = await ledger.undo(fault.id);
    await mark(context, plan, done ? 'undone' : 'dirty', detail).catch(() => {});
    if (done)
      await journal
        .append({
          type: 'remediation',
          fault: fault.id,
          step: faultText(fault, 'repair'),
          effect: detail,
          startedAt,
          endedAt: Math.round(clock.now()),
        })
        .catch(() => {});
    return done;
  };

  const undoAll = async () => {
    let clean = true;
    for (const id of ledger.owed()) {
      const plan = planned.get(id);
      if (plan && !(await undo(plan.fault))) clean = false;
    }
    await ledger.release();
    return clean;
  };

  return { inject: (fault) => inPhase(context, 'inject', () => inject(fault)), undo, undoAll };
}

interface Planned {
  readonly fault: FaultSpec;
  readonly victims: readonly Victim[];
  readonly records: readonly UndoRecord[];
}

const mark = (
  { journal }: Pick<RunContext, 'journal'>,
  { fault, victims, records }: Planned,
  status: FaultStatus,
  detail?: string,
) =>
  journal.append({
    type: 'fault',
    fault: fault.id,
    status,
    targets: victims.map(({ ref }) => ref),
    records,
    ...(detail !== undefined && { detail }),
  });
