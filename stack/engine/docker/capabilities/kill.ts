import type { Kill } from '../../capabilities/kill.js';
import type { Client } from '../client.js';
import { ask, shortId } from '../errors.js';

/** SIGKILL by the engine, which then ignores the restart policy (moby, daemon/kill.go). */
export const kill = ({ docker }: Client): Kill => ({
  async kill(id) {
    await ask(`kill ${shortId(id)}`, docker.getContainer(id).kill({ signal: 'SIGKILL' }));
  },
});
