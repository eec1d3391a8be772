import type { Labels } from '../../core/labels.js';
import type { Instance } from './instance.js';

/** Chooses among everything on an engine: what carries all of these labels. */
export interface Selector {
  readonly labels: Labels;
}

/** What exists. */
export interface Listing {
  /** Names of stacks that have anything on this engine. */
  stacks(): Promise<readonly string[]>;
  observe(selector: Selector): Promise<Observed>;
  /** Rejects with `not-found` if there is no such instance (any more). */
  inspect(id: string): Promise<Instance>;
}

/** Observed state of what a selector chooses; each list in the order of names. */
export interface Observed {
  /** Services' instances; not helpers. */
  readonly instances: readonly Instance[];
  readonly helpers: readonly Instance[];
  readonly volumes: readonly Resource[];
  readonly networks: readonly Resource[];
}

/** A volume or network with its engine-wide name. */
export interface Resource {
  readonly name: string;
  readonly labels: Labels;
}
