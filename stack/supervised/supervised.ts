import type { Labels } from '../../core/labels.js';
import type { Pipeline } from '../alerting/pipeline.js';
import type { Engine, EngineEvent, Instance } from '../engine/engine.js';

/**
 * A system under test, as a run is handed it: composed of what it has. The reference stack is one producer of this value. A part that is
 * absent makes what depends on it unknown, never missed and never met.
 */
export interface Supervised {
  readonly name: string;
  readonly scope: Scope;
  /** Instances by the service that a scenario may name; replicas are instances of one service. */
  readonly targets: ReadonlyMap<string, readonly Instance[]>;
  /** Where faults are injected and undone. */
  readonly engine: Engine;
  /** What happens to the system's instances, until the signal is aborted. Subscribed when the promise resolves. */
  events(signal: AbortSignal): Promise<AsyncIterable<EngineEvent>>;
  readonly prometheus: URL;
  readonly alertmanager: URL;
  /** The services that these two are, if a fault can reach them: what they do not see while they are the victim, the fault explains. */
  readonly monitoring?: { readonly prometheus: string; readonly alertmanager: string };
  /** The configuration in force, and as it is written for production. */
  readonly pipeline: Pipeline;
  readonly production: Pipeline;
  /** Factor of time compression between the two. */
  readonly speed: number;
  /** Where messages arrive. */
  readonly receipts?: ReceiptSource;
  /** What plays the users, and reports what they see. */
  readonly load?: LoadSource;
  /** Databases that faults may log in to, by service. */
  readonly databases?: ReadonlyMap<string, DatabaseAccess>;
  /** Services that can be asked over HTTP, each with its address; without one if it does not run. */
  readonly published?: ReadonlyMap<string, URL | undefined>;
  /** Where programs beside the system run: without it nothing can undo a fault when supops is killed. */
  readonly helpers?: HelperHost;
  readonly hints: Hints;
  /** Everything to mask in journal and reports. */
  readonly secrets: readonly string[];
  /** Configuration texts in force, their secrets hidden, by a name fit for an appendix. */
  readonly configuration: ReadonlyMap<string, string>;
  /** Component → image reference, and programs' versions if known. */
  readonly versions: Readonly<Record<string, string>>;
  /** Closes what was opened to reach the system. */
  close(): Promise<void>;
}

/** What belongs to the system, on which engine. */
export interface Scope {
  readonly engineId: string;
  /** Labels that everything of the system carries. */
  readonly selector: Labels;
}

/** An inbox: the receiver of every notification (contract: services/contracts.ts). */
export interface ReceiptSource {
  /** Name of the service, for people and for the health of the monitoring. */
  readonly service: string;
  readonly url: URL;
}

/** The visitors: a load generator with records of every second (contract: services/contracts.ts). */
export interface LoadSource {
  readonly service: string;
  readonly url: URL;
  readonly token: string;
}

/** An account that may do to a database what faults do. */
export interface DatabaseAccess {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Image and command of the programs beside the system. */
export interface HelperHost {
  readonly image: string;
  readonly node: string;
}

/** Commands that hints may name. */
export interface Hints {
  /** Brings back what is gone. */
  readonly restore: string;
  /** Removes the whole system, if supops may do that. */
  readonly remove?: string;
  /** Shows how the system is. */
  readonly status: string;
}

/** The parts that a system may lack. */
export const OPTIONAL_PARTS = ['receipts', 'load', 'helpers'] as const;
export type OptionalPart = (typeof OPTIONAL_PARTS)[number];

/** What a system lacks. */
export const absentParts = (supervised: Pick<Supervised, OptionalPart>): readonly OptionalPart[] =>
  OPTIONAL_PARTS.filter((part) => supervised[part] === undefined);
