import type { Milliseconds } from '../../core/time.js';
import type { FaultContext, Victim } from '../faults/fault.js';
import { faultKind, faultText } from '../faults/registry.js';
import { agentRecord } from '../faults/undo/agent.js';
import type { FaultSpec, FaultStatus, Proof, UndoRecord } from '../model/fault.js';
import type { Ledger } from '../safety/ledger.js';
import type { Agents } from './agents.js';
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

/** What an injector works with. */
export interface InjectorParts {
  readonly ledger: Ledger;
  readonly agents: Agents;
  /** How long agents let a fault live. */
  readonly ttlMs: Milliseconds;
}

/** The injector of a run. */
export function createInjector(context: RunContext, { ledger, agents, ttlMs }: InjectorParts): Injector {
  const planned = new Map<string, Planned>();

  const inject = async (fault: FaultSpec) => {
    const { supervised, recorder, signal } = context;
    const kind = faultKind(fault.kind);
    const victims = await pinVictims(supervised, fault);
    const own = await agents.beside(fault, victims);
    const plan = { fault, victims, ...undoOf(fault, victims, agents) };
    planned.set(fault.id, plan);
    await mark(context, plan, 'planned', faultText(fault, 'plan'));
    await ledger.add(fault.id, plan.records);
    const { at: since } = await mark(context, plan, 'applying');
    signal.throwIfAborted();
    const given: FaultContext = {
      engine: supervised.engine,
      params: fault.params,
      victims,
      events: recorder.events,
      since,
      clock: context.clock,
      signal,
      agents: own,
      system: supervised,
      ttlMs,
    };
    ledger.inFlight(fault.id, true);
    await kind.inject(given);
    ledger.inFlight(fault.id, false);
    await mark(context, plan, 'active');
    const proof = await kind.prove(given);
    await context.journal.append({ type: 'proof', fault: fault.id, proof });
    return proof;
  };

  const undo = async (fault: FaultSpec) => {
    const plan = planned.get(fault.id) ?? { fault, victims: [], records: [], ends: new Map() };
    const { clock, journal } = context;
    // The journal may be what failed: the undo does not depend on it.
    await mark(context, plan, 'undoing').catch(() => {});
    const startedAt = Math.round(clock.now());
    const { done, detail } = await undoPlan(plan, fault.id);
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

  // What an agent has undone and read back is settled; the rest is the ledger's.
  const undoPlan = async ({ ends }: Planned, id: string) => {
    const told = await agents.undo(id);
    const clean = [...told].filter(([, left]) => left.clean);
    const settled = clean.flatMap(([victim]) => ends.get(victim) ?? []);
    const result = await ledger.undo(id, settled);
    const details = [...clean.map(([, left]) => left.detail), result.detail].filter((text) => text !== '');
    return { ...result, detail: [...new Set(details)].join(', ') };
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
  /** The record that ends the agent of a victim, by the victim's id. */
  readonly ends: ReadonlyMap<string, UndoRecord>;
}

/** What undoes a fault: the end of its agents first, then what its kind plans for each victim. */
function undoOf(fault: FaultSpec, victims: readonly Victim[], agents: Agents): Pick<Planned, 'records' | 'ends'> {
  const ends = new Map(agents.places(fault, victims).map((place) => [place.victim.id, agentRecord(place)]));
  const own = victims.flatMap((victim) => faultKind(fault.kind).plan(victim, fault.params));
  return { records: [...ends.values(), ...own], ends };
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
