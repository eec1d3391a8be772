import type { InstanceSpec } from '../engine/engine.js';
import { configHash } from '../model/config-hash.js';
import { LABEL } from '../model/labels.js';
import { writeReadiness } from '../model/published-readiness.js';
import type { Service } from '../model/stack.js';

/** Published ports are reachable from this machine only. */
export const PUBLISH_ADDRESS = '127.0.0.1';

/** The engine-wide name of something in a stack: `supops-db`. */
export const engineName = (stack: string, name: string): string => `${stack}-${name}`;

/** What the engine is asked to create for a service. */
export function instanceSpec(stack: string, service: Service): InstanceSpec {
  return {
    name: engineName(stack, service.name),
    hostname: service.name,
    image: service.image,
    command: service.command,
    env: service.env,
    labels: {
      ...service.labels,
      [LABEL.stack]: stack,
      [LABEL.service]: service.name,
      [LABEL.component]: service.component,
      [LABEL.role]: 'service',
      [LABEL.readiness]: writeReadiness(service),
      [LABEL.configHash]: configHash(service),
    },
    network: { name: stack, aliases: [service.name, ...service.aliases] },
    dns: service.dns,
    ports: service.ports,
    publishAddress: PUBLISH_ADDRESS,
    volumes: service.volumes.map(({ name, path }) => ({ name: engineName(stack, name), path })),
    tmpfs: service.tmpfs,
    resources: service.resources,
    security: service.security,
    restart: service.restart,
    ...(service.stopSignal === undefined ? {} : { stopSignal: service.stopSignal }),
  };
}
