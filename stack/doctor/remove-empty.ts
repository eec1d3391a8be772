import type { Host } from '../deploy/host.js';
import { whileAlone } from '../deploy/lock.js';
import { stackSelector } from '../model/labels.js';
import { removeSecrets, stackStateDirectory } from '../state/state.js';

/** Removes volumes, networks and secrets of a stack without instances. One that has any by now is left alone. */
export const removeEmptyStack = (host: Host, stack: string): Promise<void> =>
  whileAlone(host, { stack, ifUnusable: 'go on' }, async () => {
    const { engine, stateDir } = host;
    const { instances, volumes, networks } = await engine.observe(stackSelector(stack));
    if (instances.length > 0) return;
    for (const { name } of volumes) await engine.removeVolume(name);
    for (const { name } of networks) await engine.removeNetwork(name);
    await removeSecrets(stackStateDirectory(stateDir, (await engine.info()).id, stack));
  });
