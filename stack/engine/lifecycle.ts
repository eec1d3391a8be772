import type { Milliseconds } from '../../core/time.js';
import type { InstanceSpec } from './instance-spec.js';

/** Changes of one instance's state. Stopping what is stopped, starting what runs, removing what is gone: success. */
export interface Lifecycle {
  /** @returns the id of the new instance. */
  create(spec: InstanceSpec): Promise<string>;
  start(id: string): Promise<void>;
  /** Ends the program by its own signal, and by force after the grace period. The engine does not start it again. */
  stop(id: string, graceMs: Milliseconds): Promise<void>;
  /** Removes the instance by force, and volumes without a name. */
  remove(id: string): Promise<void>;
}
