import type { Clock } from '../../core/time.js';
import type { Engine, EngineEvent, Instance, Lifecycle, Listing } from '../../stack/engine/engine.js';
import type { FaultSpec, Proof, UndoRecord } from '../model.js';
import { killFault } from './kill.js';

/** What a fault may use. */
export interface FaultContext {
  readonly engine: Listing & Lifecycle & Pick<Engine, 'kind' | 'kill' | 'restartPolicy'>;
  /** The pinned victim, as it was before anything was touched. */
  readonly victim: Instance;
  /** The stack's engine events since before the injection, still growing. */
  readonly events: readonly EngineEvent[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** One kind of fault. Undo is data: it is known before anything is touched. */
export interface Fault {
  /** `kill db and hold it down`. */
  readonly title: string;
  /** What its undo does: `start db with its own restart policy`. */
  readonly repair: string;
  plan(victim: Instance, stack: string): readonly UndoRecord[];
  inject(context: FaultContext): Promise<void>;
  /** Looks for evidence that the fault touched its pinned victim. Never assumes success from the call's return. */
  prove(context: FaultContext): Promise<Proof>;
}

/** The fault of a specification. */
export function faultOf(spec: FaultSpec): Fault {
  switch (spec.kind) {
    case 'kill':
      return killFault(spec);
  }
}
