import type { z } from 'zod';
import type { Engine, EngineEvent, Instance } from '../../../stack/engine/engine.js';
import type { Params, UndoRecord } from '../../model/fault.js';

/** Restores one aspect of a victim. There is one executor for each kind of undo record. */
export interface UndoExecutor {
  /** Name of the record kind. */
  readonly kind: string;
  /** The wanted state in words: `running`, `restart policy always`. */
  wanted(args: Params): string;
  /** The current state, in the same words. */
  actual(instance: Instance): string;
  holds(instance: Instance, args: Params): boolean;
  restore(engine: Engine, id: string, args: Params): Promise<void>;
  /** True for the platform's event that shows that the victim is back; never true for what causes no such event. */
  explains(event: Pick<EngineEvent, 'kind'>): boolean;
}

/** An executor as its own file defines it, with typed arguments. */
export interface UndoDefinition<S extends z.ZodType> {
  readonly kind: string;
  readonly args: S;
  wanted(args: z.output<S>): string;
  actual(instance: Instance): string;
  holds(instance: Instance, args: z.output<S>): boolean;
  restore(engine: Engine, id: string, args: z.output<S>): Promise<void>;
  explains(event: Pick<EngineEvent, 'kind'>): boolean;
}

/** Builds an executor from its definition: arguments are parsed by its schema wherever they enter. */
export function defineUndo<S extends z.ZodType>(own: UndoDefinition<S>): UndoExecutor {
  const read = (args: Params): z.output<S> => own.args.parse(args);
  return {
    kind: own.kind,
    wanted: (args) => own.wanted(read(args)),
    actual: own.actual,
    holds: (instance, args) => own.holds(instance, read(args)),
    restore: (engine, id, args) => own.restore(engine, id, read(args)),
    explains: own.explains,
  };
}

/** What an undo record does, for plans: `db: running`. */
export const describeUndo = (executor: UndoExecutor, { target, args }: UndoRecord): string =>
  `${target.instance}: ${executor.wanted(args)}`;
