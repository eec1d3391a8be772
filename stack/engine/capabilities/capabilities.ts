import type { Helpers } from './helpers.js';
import type { Images } from './images.js';
import type { Kill } from './kill.js';
import type { Limits } from './limits.js';
import type { Pause } from './pause.js';
import type { RestartPolicies } from './restart-policies.js';
import type { Usage } from './usage.js';

/** What an engine may lack. Asked for by name, with `need`. */
export interface Capabilities {
  readonly kill: Kill;
  readonly pause: Pause;
  readonly restartPolicy: RestartPolicies;
  readonly limits: Limits;
  readonly usage: Usage;
  readonly images: Images;
  readonly helpers: Helpers;
}

/** A capability by its name. */
export type CapabilityName = keyof Capabilities;
