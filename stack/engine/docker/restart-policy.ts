import type Docker from 'dockerode';
import type { RestartPolicy } from '../../model/restart-policy.js';

/** A policy in the engine's words. */
export const toDockerPolicy = (policy: RestartPolicy): Docker.HostRestartPolicy => ({
  Name: policy.name,
  MaximumRetryCount: policy.name === 'on-failure' ? policy.retries : 0,
});

/** A policy from the engine's words; one that supops has no word for counts as none. */
export function fromDockerPolicy(found: Partial<Docker.HostRestartPolicy> | undefined): RestartPolicy {
  switch (found?.Name) {
    case 'always':
    case 'unless-stopped':
      return { name: found.Name };
    case 'on-failure':
      return { name: 'on-failure', retries: found.MaximumRetryCount ?? 0 };
    default:
      return { name: 'no' };
  }
}
