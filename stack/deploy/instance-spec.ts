import type { InstanceSpec } from '../engine/instance-spec.js';
import { configHash } from '../model/config-hash.js';
import { type DesiredInstance, volumeName } from '../model/instances.js';
import { LABEL } from '../model/labels.js';
import { writeReadiness } from '../model/published-readiness.js';
import type { SecretDigests } from '../model/secret-content.js';

/** Published ports are reachable from this machine only. */
export const PUBLISH_ADDRESS = '127.0.0.1';

/** The engine-wide name of something in a stack: `supops-db`. */
export const engineName = (stack: string, name: string): string => `${stack}-${name}`;

/**
 * What the engine is asked to create for an instance of a service.
 * @param digests of the secrets that its files refer to
 */
export function instanceSpec(
  stack: string,
  { name: instance, service }: DesiredInstance,
  digests: SecretDigests,
): InstanceSpec {
  return {
    name: engineName(stack, instance),
    hostname: instance,
    image: service.image,
    command: service.command,
    env: service.env,
    labels: {
      ...service.labels,
      [LABEL.stack]: stack,
      [LABEL.service]: service.name,
      [LABEL.instance]: instance,
      [LABEL.component]: service.component,
      [LABEL.role]: 'service',
      [LABEL.readiness]: writeReadiness(service),
      [LABEL.configHash]: configHash(service, digests),
    },
    network: { name: stack, aliases: [...new Set([instance, service.name, ...service.aliases])] },
    dns: service.dns,
    ports: service.ports,
    publishAddress: PUBLISH_ADDRESS,
    volumes: service.volumes.map(({ name, path }) => ({ name: engineName(stack, volumeName(instance, name)), path })),
    tmpfs: service.tmpfs,
    resources: service.resources,
    security: service.security,
    restart: service.restart,
    ...(service.stopSignal === undefined ? {} : { stopSignal: service.stopSignal }),
  };
}
