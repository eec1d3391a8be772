import type { RestartPolicy } from '../../model/restart-policy.js';

/** Changing what the platform does when a program ends by itself. */
export interface RestartPolicies {
  set(id: string, policy: RestartPolicy): Promise<void>;
}
