import type { RestartPolicies } from '../../capabilities/restart-policies.js';
import type { Client } from '../client.js';
import { ask, shortId } from '../errors.js';
import { toDockerPolicy } from '../restart-policy.js';

/** Restart policies, changed without touching the program. */
export const restartPolicies = ({ docker }: Client): RestartPolicies => ({
  async set(id, policy) {
    const update = docker.getContainer(id).update({ RestartPolicy: toDockerPolicy(policy) });
    await ask(`set the restart policy of ${shortId(id)}`, update);
  },
});
