import type { OnProgress } from '../../core/progress.js';
import type { Clock } from '../../core/time.js';
import type { Engine } from '../engine/engine.js';

/** What a command on a stack is given of the outside. */
export interface Host {
  readonly engine: Engine;
  /** The local clock; moments on the engine's clock come from the engine. */
  readonly clock: Clock;
  /** Where secrets are kept (state.ts). */
  readonly stateDir: string;
  /** Where downloads for image builds are kept; absent: below `stateDir`. */
  readonly cacheDir?: string;
  /** The text of a program of ours by its name. */
  readonly programs: (name: string) => Promise<string>;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal;
}
