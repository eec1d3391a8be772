import type { Instance } from '../../engine/instance.js';
import { configHash } from '../../model/config-hash.js';
import { type DesiredInstance, volumeName } from '../../model/instances.js';
import { LABEL } from '../../model/labels.js';
import { formatRestartPolicy, isSameRestartPolicy } from '../../model/restart-policy.js';
import type { SecretDigests } from '../../model/secret-content.js';
import { engineName } from '../instance-spec.js';

/** What is to become of one instance, and why. */
export type Decision =
  | { readonly kind: 'keep' }
  | { readonly kind: 'start'; readonly found: Instance; readonly cause: string }
  | { readonly kind: 'create'; readonly cause: string }
  | { readonly kind: 'replace'; readonly found: Instance; readonly cause: string };

/** What an instance is compared with. */
export interface Surroundings {
  readonly stack: string;
  readonly instances: readonly Instance[];
  readonly networkExists: boolean;
  /** Engine-wide names of the volumes that exist. */
  readonly volumes: ReadonlySet<string>;
  /** Of the secrets in force. */
  readonly digests: SecretDigests;
}

/** Compares an instance as desired with what is there. Pure. */
export function decide(desired: DesiredInstance, around: Surroundings): Decision {
  const found = around.instances.find(({ name }) => name === engineName(around.stack, desired.name));
  if (!found) return { kind: 'create', cause: 'missing' };
  const cause = causeOfReplacement(desired, found, around);
  if (cause !== undefined) return { kind: 'replace', found, cause };
  if (found.state === 'running') return { kind: 'keep' };
  return { kind: 'start', found, cause: `exited with code ${found.exitCode}` };
}

// In order of strength: the first that holds is reported.
function causeOfReplacement(desired: DesiredInstance, found: Instance, around: Surroundings): string | undefined {
  const { service } = desired;
  if (found.labels[LABEL.configHash] !== configHash(service, around.digests)) return changeOf(desired, found);
  if (!around.networkExists) return 'its network is gone';
  const lost = service.volumes
    .map(({ name }) => volumeName(desired.name, name))
    .find((name) => !around.volumes.has(engineName(around.stack, name)));
  if (lost !== undefined) return `its volume ${lost} is gone`;
  // A program killed between creation and start of an instance may have left it without its files.
  if (found.state === 'created') return 'created but never started';
  if (found.state !== 'running' && found.state !== 'exited') return found.state;
  if (!isSameRestartPolicy(found.restartPolicy, service.restart))
    return `restart policy is "${formatRestartPolicy(found.restartPolicy)}", not "${formatRestartPolicy(service.restart)}"`;
  return undefined;
}

function changeOf({ service }: DesiredInstance, found: Instance): string {
  if (found.image !== service.image) return `image changed from ${found.image} to ${service.image}`;
  const moved = service.ports.find(({ container, host }) => host !== undefined && found.published[container] !== host);
  if (moved) return `port ${moved.container} is to be published at ${moved.host}`;
  return 'definition changed';
}
