import type { Labels } from '../../../core/labels.js';
import { LABEL } from '../../model/labels.js';
import type { Instance } from '../instance.js';
import type { Listing, Resource } from '../listing.js';
import type { Client } from './client.js';
import { ask, askUnless, shortId } from './errors.js';
import { toInstance } from './instance.js';

/** What exists, found by label. */
export const listing = (client: Client): Listing => ({
  async stacks() {
    const [containers, volumes, networks] = await find(client, [LABEL.stack]);
    const names = [...containers, ...volumes, ...networks].map((found) => found.Labels?.[LABEL.stack] ?? '');
    return [...new Set(names)].filter((name) => name !== '').sort();
  },
  async observe({ labels }) {
    const [containers, volumes, networks] = await find(client, toFilter(labels));
    // What is removed between the two questions is not there.
    const found = (await Promise.all(containers.map(({ Id }) => inspectIfThere(client, Id)))).filter(
      (one) => one !== undefined,
    );
    found.sort((a, b) => (a.name < b.name ? -1 : 1));
    const isHelper = (instance: Instance) => instance.labels[LABEL.role] === 'helper';
    return {
      instances: found.filter((instance) => !isHelper(instance)),
      helpers: found.filter(isHelper),
      volumes: toResources(volumes),
      networks: toResources(networks),
    };
  },
  async inspect(id) {
    return toInstance(await ask(`inspect ${shortId(id)}`, client.docker.getContainer(id).inspect()));
  },
});

/** The instance, or `undefined` if there is none (any more). */
export async function inspectIfThere(client: Client, id: string): Promise<Instance | undefined> {
  const found = await askUnless([404], `inspect ${shortId(id)}`, client.docker.getContainer(id).inspect());
  return found === undefined ? undefined : toInstance(found);
}

/** All of these labels, as the engine's lists and events are filtered by them. */
export const toFilter = (labels: Labels): string[] => Object.entries(labels).map(([name, value]) => `${name}=${value}`);

async function find({ docker }: Client, label: string[]) {
  const filters = { label };
  const list = Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listVolumes({ filters }).then(({ Volumes }) => Volumes ?? []),
    docker.listNetworks({ filters }) as Promise<readonly Found[]>,
  ]);
  return ask('list what exists', list);
}

interface Found {
  readonly Name: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
}

const toResources = (found: readonly Found[]): Resource[] =>
  found.map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} })).sort((a, b) => (a.name < b.name ? -1 : 1));
