import { LABEL } from '../../../../model/labels.js';
import type { Client } from '../../client.js';
import { ask, reasonOf } from '../../errors.js';
import { lifecycle } from '../../lifecycle.js';

// What the engine says of an image whose layers are not all there (containerd's unpacking, moby's layer store).
const BROKEN = /apply layer|extract layer|unexpected EOF|content digest|layer does not exist|no such image|not found/i;

/** Whether an instance can be made of an image: makes one, which is never started, and removes it. */
export async function isUsable(client: Client, reference: string): Promise<boolean> {
  try {
    const request = client.docker.createContainer({
      Image: reference,
      Entrypoint: ['/'],
      Labels: { [LABEL.role]: 'helper' },
      HostConfig: { NetworkMode: 'none' },
    });
    const { id } = await ask(`try image ${reference}`, request);
    await lifecycle(client).remove(id);
    return true;
  } catch (error) {
    if (error instanceof Error && BROKEN.test(reasonOf(error.cause))) return false;
    throw error;
  }
}
