import type { z } from 'zod';
import type { Clock } from '../../../core/time.js';
import type { Engine, EngineEvent, Instance } from '../../../stack/engine/engine.js';
import type { Params, UndoRecord } from '../../model/fault.js';

/** What an undo works with. */
export interface UndoTools {
  readonly engine: Engine;
  readonly clock: Clock;
  /** The text of one of the programs that run beside victims. */
  readonly programs: Programs;
}

/** The text of a program, bundled into one file, by its name. */
export type Programs = (name: string) => Promise<string>;

/** What one look at a victim has shown. */
export interface Look {
  /** Nothing is left to do. */
  readonly holds: boolean;
  /** The current state, in the words of `wanted`: `exited`. */
  readonly actual: string;
}

/** Restores one aspect of a victim. There is one executor for each kind of undo record. */
export interface UndoExecutor {
  /** Name of the record kind. */
  readonly kind: string;
  /**
   * Whether a state that was found as wanted may be undone again by a request of the fault that is still in flight, so that it must be looked at
   * until it has lasted.
   */
  readonly settles: boolean;
  /** The wanted state in words: `running`, `restart policy always`. */
  wanted(args: Params): string;
  look(tools: UndoTools, victim: Instance, args: Params): Promise<Look>;
  restore(tools: UndoTools, victim: Instance, args: Params): Promise<void>;
  /** True for the platform's event that shows that the victim is back; never true for what causes no such event. */
  explains(event: Pick<EngineEvent, 'kind'>): boolean;
}

/** An executor as its own file defines it, with typed arguments. */
export interface UndoDefinition<S extends z.ZodType> {
  readonly kind: string;
  readonly args: S;
  /** Default: true. */
  readonly settles?: boolean;
  wanted(args: z.output<S>): string;
  look(tools: UndoTools, victim: Instance, args: z.output<S>): Promise<Look>;
  restore(tools: UndoTools, victim: Instance, args: z.output<S>): Promise<void>;
  explains(event: Pick<EngineEvent, 'kind'>): boolean;
}

/** Builds an executor from its definition: arguments are parsed by its schema wherever they enter. */
export function defineUndo<S extends z.ZodType>(own: UndoDefinition<S>): UndoExecutor {
  const read = (args: Params): z.output<S> => own.args.parse(args);
  return {
    kind: own.kind,
    settles: own.settles ?? true,
    wanted: (args) => own.wanted(read(args)),
    look: async (tools, victim, args) => own.look(tools, victim, read(args)),
    restore: async (tools, victim, args) => own.restore(tools, victim, read(args)),
    explains: own.explains,
  };
}

/** What an undo record does, for plans: `db: running`. */
export const describeUndo = (executor: UndoExecutor, { target, args }: UndoRecord): string =>
  `${target.instance}: ${executor.wanted(args)}`;
