import type { Labels } from '../../../../../core/labels.js';
import type { FoundImage, Images } from '../../../capabilities/images.js';
import type { Client } from '../../client.js';
import { ask, askUnless, shortId, UNLIMITED } from '../../errors.js';
import { toFilter } from '../../listing.js';
import { GONE, idOf } from './id.js';
import { importImage, labelChanges } from './import.js';
import { pullImage } from './pull.js';
import { splitReference } from './reference.js';
import { isUsable } from './trial.js';

/** Images of the engine. */
export const images = (client: Client): Images => ({
  async has(reference) {
    return (await idOf(client, reference)) !== undefined;
  },
  isUsable: (reference) => isUsable(client, reference),
  pull: (reference, options) => pullImage(client, reference, options),
  import: (tar, reference, labels) => importImage(client, tar, { reference, labels }),
  async commit(id, reference, labels) {
    const { repository: repo, tag } = splitReference(reference);
    const committed = client.docker.getContainer(id).commit({ repo, tag, pause: false, changes: labelChanges(labels) });
    await ask(`make ${reference} of ${shortId(id)}`, committed, UNLIMITED);
  },
  async remove(reference) {
    await askUnless([GONE], `remove image ${reference}`, client.docker.getImage(reference).remove());
  },
  find: (labels) => findImages(client, labels),
});

async function findImages({ docker }: Client, labels: Labels): Promise<readonly FoundImage[]> {
  const filters = { label: toFilter(labels) };
  const found = await ask('list images', docker.listImages({ filters }));
  return found
    .map(({ RepoTags, Labels: carried, Created }) => ({
      references: (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>'),
      labels: carried ?? {},
      createdAt: Created * 1_000,
    }))
    .sort((a, b) => b.createdAt - a.createdAt);
}
