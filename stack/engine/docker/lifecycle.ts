import { EXIT, SupopsError } from '../../../core/errors.js';
import { poll } from '../../../core/poll.js';
import type { Lifecycle } from '../lifecycle.js';
import type { Client } from './client.js';
import { ask, askUnless, reasonOf, shortId, statusOf, translate } from './errors.js';
import { inspectIfThere } from './listing.js';
import { engineSocketPath } from './socket-path.js';
import { toCreateOptions } from './spec.js';

const NOT_MODIFIED = 304;
const GONE = 404;
const REMOVAL_LIMIT_MS = 30_000;
// After the grace period.
const STOP_LIMIT_MS = 30_000;

/** Changes of one instance's state. */
export const lifecycle = (client: Client): Lifecycle => ({
  async create(spec) {
    const socket = spec.security.engineSocket ? await engineSocketPath(client) : '';
    const created = await ask(`create ${spec.name}`, client.docker.createContainer(toCreateOptions(spec, socket)));
    return created.id;
  },
  async start(id) {
    await askUnless([NOT_MODIFIED], `start ${shortId(id)}`, client.docker.getContainer(id).start());
  },
  async stop(id, graceMs) {
    const t = Math.ceil(graceMs / 1_000);
    const limitMs = graceMs + STOP_LIMIT_MS;
    await askUnless([NOT_MODIFIED], `stop ${shortId(id)}`, client.docker.getContainer(id).stop({ t }), limitMs);
  },
  remove: (id) => remove(client, id),
});

async function remove(client: Client, id: string): Promise<void> {
  const action = `remove ${shortId(id)}`;
  try {
    await askUnless([GONE], action, client.docker.getContainer(id).remove({ force: true, v: true }));
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const inProgress = statusOf(cause) === 409 && /already in progress/.test(reasonOf(cause));
    if (!inProgress) throw translate(action, error);
    await untilGone(client, id);
  }
}

/** Waits for a removal that somebody else has begun. */
async function untilGone(client: Client, id: string): Promise<void> {
  const gone = async () => ((await inspectIfThere(client, id)) === undefined ? true : undefined);
  const answer = await poll(gone, { clock: client.options.clock, timeoutMs: REMOVAL_LIMIT_MS, intervalMs: 50 });
  if (answer === undefined)
    throw new SupopsError({
      code: 'engine-failed',
      exitCode: EXIT.unavailable,
      message: `${shortId(id)} is still being removed after ${REMOVAL_LIMIT_MS / 1_000} s`,
      hint: `docker rm --force ${shortId(id)}`,
    });
}
