import { stackSelector } from '../model/labels.js';
import { removeSecrets, stackStateDirectory } from '../state/state.js';
import { refuseDuringRun } from './guardian-check.js';
import type { Host } from './host.js';

/** What `down` removed, by engine-wide name; instances of services and helpers by their name in the stack. */
export interface DownResult {
  readonly removed: {
    readonly instances: readonly string[];
    readonly helpers: readonly string[];
    readonly volumes: readonly string[];
    readonly networks: readonly string[];
  };
}

/**
 * Removes everything with the stack's label, and nothing else; images stay. Nothing to remove is success.
 * @param force removes it although an incident is being run; otherwise rejects with `run-active` (exit 4) then
 */
export async function down(
  host: Host,
  stack: string,
  { force = false }: { readonly force?: boolean } = {},
): Promise<DownResult> {
  const { engine, onProgress, signal } = host;
  const [observed, { id: engineId }] = await Promise.all([engine.observe(stackSelector(stack)), engine.info()]);
  if (!force) refuseDuringRun(stack, observed);
  const remove = async (subject: string, work: () => Promise<void>) => {
    signal?.throwIfAborted();
    onProgress({ subject, status: 'working', detail: 'removing' });
    await work();
    onProgress({ subject, status: 'done', detail: 'removed' });
  };
  // Data goes too, so that no program needs time to end well.
  await allDone(
    [...observed.instances, ...observed.helpers].map(({ id, instance }) =>
      remove(`instance ${instance}`, () => engine.remove(id)),
    ),
  );
  await allDone([
    ...observed.volumes.map(({ name }) => remove(`volume ${name}`, () => engine.removeVolume(name))),
    ...observed.networks.map(({ name }) => remove(`network ${name}`, () => engine.removeNetwork(name))),
  ]);
  await removeSecrets(stackStateDirectory(host.stateDir, engineId, stack));
  return {
    removed: {
      instances: observed.instances.map(({ instance }) => instance),
      helpers: observed.helpers.map(({ instance }) => instance),
      volumes: observed.volumes.map(({ name }) => name),
      networks: observed.networks.map(({ name }) => name),
    },
  };
}

// As much as possible is removed, even where something cannot be; then the first failure is told.
async function allDone(work: readonly Promise<void>[]): Promise<void> {
  const failure = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}
