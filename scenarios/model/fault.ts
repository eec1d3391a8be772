import type { Labels } from '../../core/labels.js';
import type { Milliseconds } from '../../core/time.js';

/** One fault of a scenario: what is done to whom, and when. What each kind does is defined in `faults/`. */
export interface FaultSpec {
  /** Unique in the scenario: `kill-db`. */
  readonly id: string;
  /** Name of a kind in the registry. */
  readonly kind: string;
  readonly target: Target;
  /** From the start of the timeline, real time. */
  readonly atMs: Milliseconds;
  /** How long it lasts, real time; absent: until the repair. */
  readonly forMs?: Milliseconds;
  /** Parameters of the kind, as its schema defines them. */
  readonly params: Params;
}

/** Parameters of a fault kind, not yet parsed by its schema. */
export type Params = Readonly<Record<string, unknown>>;

/** The victims of a fault: all instances of a service, a number or a share of them, or those that are named. */
export interface Target {
  readonly service: string;
  readonly instances: 'all' | number | Percentage | readonly string[];
}

/** A share of the instances, rounded up: `50%`. */
export type Percentage = `${number}%`;

/** One step of a fault's undo, as data: written to the journal and handed to the guardian before anything is touched. */
export interface UndoRecord {
  /** Name of an executor in `faults/undo/`. */
  readonly kind: string;
  readonly target: InstanceRef;
  readonly args: Params;
}

/** A victim, pinned: the same id and start time, or it is not the same victim. */
export interface InstanceRef {
  /** Labels that every instance of the system carries. */
  readonly selector: Labels;
  readonly service: string;
  /** Name within the system: `api-1`. */
  readonly instance: string;
  readonly id: string;
  readonly startedAt: Milliseconds;
}

/** The life of a fault. Each status is on disk before the step that it names. */
export type FaultStatus = 'planned' | 'applying' | 'active' | 'undoing' | 'undone' | 'dirty';

/** Evidence that a fault touched its victims. */
export interface Proof {
  readonly proven: boolean;
  /** What was examined and what was found. */
  readonly evidence: string;
  /** The moment of the fault on the engine's clock. */
  readonly at?: Milliseconds;
}
