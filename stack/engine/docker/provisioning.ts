import type Docker from 'dockerode';
import { EXIT, SupopsError } from '../../../core/errors.js';
import type { Labels } from '../../../core/labels.js';
import { LABEL } from '../../model/labels.js';
import type { Provisioning } from '../provisioning.js';
import type { Client } from './client.js';
import { ask, askUnless } from './errors.js';

const GONE = 404;
const EXISTS = 409;

/**
 * Networks and volumes. They carry none of Compose's labels, by which `docker compose down --volumes` would remove data of a stack. A name
 * that something foreign has is a `conflict`, as it must not be used or removed.
 */
export const provisioning = ({ docker }: Client): Provisioning => ({
  async createNetwork(name, labels) {
    // Another one of the name is refused, unless it is made at the same time (moby, daemon/network.go).
    const options = { Name: name, Driver: 'bridge', CheckDuplicate: true, Labels: { ...labels } };
    const created = await askUnless([EXISTS], `create network ${name}`, docker.createNetwork(options));
    if (created !== undefined) return;
    const existing = await networksNamed(docker, name);
    for (const { Labels: found } of existing) refuseForeign('network', name, { actual: found, expected: labels });
  },
  async removeNetwork(name) {
    for (const { Id } of await networksNamed(docker, name))
      await askUnless([GONE], `remove network ${name}`, docker.getNetwork(Id).remove());
  },
  async createVolume(name, labels) {
    const options = { Name: name, Labels: { ...labels } };
    await ask(`create volume ${name}`, docker.createVolume(options));
    // The engine also answers with success if the volume exists.
    const existing = await ask(`inspect volume ${name}`, docker.getVolume(name).inspect());
    refuseForeign('volume', name, { actual: existing.Labels, expected: labels });
  },
  async removeVolume(name) {
    await askUnless([GONE], `remove volume ${name}`, docker.getVolume(name).remove());
  },
});

interface FoundNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Labels?: Labels | null;
}

/** Usually one; by name alone several could not be told apart. */
async function networksNamed(docker: Docker, name: string): Promise<readonly FoundNetwork[]> {
  // The filter also finds names that only contain this one.
  const request = docker.listNetworks({ filters: { name: [name] } }) as Promise<readonly FoundNetwork[]>;
  return (await ask(`look for network ${name}`, request)).filter(({ Name }) => Name === name);
}

function refuseForeign(
  kind: string,
  name: string,
  { actual, expected }: { readonly actual: Labels | null | undefined; readonly expected: Labels },
): void {
  if (actual?.[LABEL.stack] === expected[LABEL.stack]) return;
  throw new SupopsError({
    code: 'conflict',
    exitCode: EXIT.unavailable,
    message: `a ${kind} named ${name} exists that does not belong to stack ${expected[LABEL.stack] ?? '(none)'}`,
    hint: 'choose another name with --stack NAME',
  });
}
