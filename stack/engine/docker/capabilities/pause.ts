import type { Pause } from '../../capabilities/pause.js';
import type { Instance } from '../../instance.js';
import type { Client } from '../client.js';
import { ask, shortId } from '../errors.js';
import { inspectIfThere } from '../listing.js';

/** Freezing by the engine: all processes of the instance, in its cgroup. */
export const pause = (client: Client): Pause => ({
  pause: (id) =>
    unlessAlready(client, id, {
      request: () => ask(`pause ${shortId(id)}`, client.docker.getContainer(id).pause()),
      isDone: ({ state }) => state === 'paused',
    }),
  unpause: (id) =>
    unlessAlready(client, id, {
      request: () => ask(`unpause ${shortId(id)}`, client.docker.getContainer(id).unpause()),
      isDone: ({ state }) => state !== 'paused',
    }),
});

// The engine refuses what is done already, in words that differ by version, so the state is what counts.
async function unlessAlready(
  client: Client,
  id: string,
  { request, isDone }: { readonly request: () => Promise<unknown>; readonly isDone: (now: Instance) => boolean },
): Promise<void> {
  try {
    await request();
  } catch (error) {
    const now = await inspectIfThere(client, id);
    if (now === undefined || !isDone(now)) throw error;
  }
}
