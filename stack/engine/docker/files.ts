import { EXIT, SupopsError } from '../../../core/errors.js';
import type { FileEntry } from '../../model/stack.js';
import type { Files } from '../files.js';
import { groupByMount, packEntries, unpackFiles } from './archive.js';
import type { Client } from './client.js';
import { ask, shortId, UNLIMITED } from './errors.js';
import { guarded } from './streams.js';

/** Files by the engine's archive API; works on instances that are not running, and below volumes with a read-only root too. */
export const files = (client: Client): Files => ({
  putFiles: (id, entries) => putFiles(client, id, entries),
  async getFiles(id, path) {
    const action = `read ${path} of ${shortId(id)}`;
    const tar = guarded(await ask(action, client.docker.getContainer(id).getArchive({ path })));
    return ask(action, unpackFiles(path, tar), UNLIMITED);
  },
});

/** Writes entries, one archive for each volume. */
export async function putFiles({ docker, options }: Client, id: string, entries: readonly FileEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const container = docker.getContainer(id);
  const { Mounts } = await ask(`inspect ${shortId(id)}`, container.inspect());
  const mounts = (Mounts ?? []).map(({ Destination }) => Destination);
  refuseMountPoints(id, mounts, entries);
  for (const [mount, group] of groupByMount(mounts, entries)) {
    const archive = await packEntries(mount, group, options.clock.now());
    await ask(`write ${group.length} files below ${mount} of ${shortId(id)}`, container.putArchive(archive, { path: mount }));
  }
}

// The engine would accept the entry and change nothing.
function refuseMountPoints(id: string, mounts: readonly string[], entries: readonly FileEntry[]): void {
  const taken = entries.find(({ path }) => mounts.includes(path));
  if (taken === undefined) return;
  throw new SupopsError({
    code: 'engine-rejected',
    exitCode: EXIT.unavailable,
    message: `${taken.path} of ${shortId(id)} is where a volume is mounted and keeps its owner and mode`,
    hint: `write to a directory below it: ${taken.path}/…`,
  });
}
