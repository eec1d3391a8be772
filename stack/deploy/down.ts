import { stackSelector } from '../model/labels.js';
import { removeSecrets, stackStateDirectory } from '../state/state.js';
import { refuseDuringRun } from './guardian-check.js';
import type { Host } from './host.js';
import { whileAlone } from './lock.js';
import { tellPhase } from './phase.js';

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
export function down(host: Host, stack: string, { force = false }: { readonly force?: boolean } = {}): Promise<DownResult> {
  // A full disk must not prevent the removal of a stack.
  return whileAlone(host, { stack, ifUnusable: 'go on' }, () => downAlone(host, stack, force));
}

async function downAlone(host: Host, stack: string, force: boolean): Promise<DownResult> {
  const { engine } = host;
  const [observed, { id: engineId }] = await Promise.all([engine.observe(stackSelector(stack)), engine.info()]);
  if (!force) refuseDuringRun(stack, observed);
  const { instances, helpers, volumes, networks } = observed;
  // Data goes too, so no program needs time to shut down cleanly.
  await removeAll(
    host,
    'instances',
    [...instances, ...helpers].map(({ id, instance }) => ({ what: `instance ${instance}`, remove: () => engine.remove(id) })),
  );
  await removeAll(host, 'volumes and networks', [
    ...volumes.map(({ name }) => ({ what: `volume ${name}`, remove: () => engine.removeVolume(name) })),
    ...networks.map(({ name }) => ({ what: `network ${name}`, remove: () => engine.removeNetwork(name) })),
  ]);
  await removeSecrets(stackStateDirectory(host.stateDir, engineId, stack));
  return {
    removed: {
      instances: instances.map(({ instance }) => instance),
      helpers: helpers.map(({ instance }) => instance),
      volumes: volumes.map(({ name }) => name),
      networks: networks.map(({ name }) => name),
    },
  };
}

interface Removal {
  /** `volume shop-db-data` */
  readonly what: string;
  remove(): Promise<void>;
}

// Removes as much as possible, even if something cannot be removed; then the first failure is reported.
async function removeAll(host: Host, subject: string, removals: readonly Removal[]): Promise<void> {
  if (removals.length === 0) return;
  await tellPhase(host, { subject, doing: `${removals.length} to remove`, done: `${removals.length} removed` }, async () => {
    const results = await Promise.allSettled(removals.map((removal) => removeOne(host, removal)));
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  });
}

async function removeOne({ onProgress, signal }: Host, { what, remove }: Removal): Promise<void> {
  signal?.throwIfAborted();
  onProgress({ subject: what, status: 'working', detail: 'removing', part: true });
  await remove();
  onProgress({ subject: what, status: 'done', detail: 'removed', part: true });
}
