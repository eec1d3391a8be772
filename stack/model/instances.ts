import type { Service } from './stack.js';

/** One instance that a service should have. */
export interface DesiredInstance {
  /** Unique in the stack: `db`, `api-1`. */
  readonly name: string;
  readonly service: Service;
}

/**
 * The instances of a service: `db` if it has one replica, `api-1`, `api-2` if it has two.
 * @throws Error if several would publish the same port: a mistake in the definition of the stack
 */
export function instancesOf(service: Service): readonly DesiredInstance[] {
  const { name, replicas, ports } = service;
  const published = ports.find(({ host }) => host !== undefined);
  if (replicas > 1 && published)
    throw new Error(`service ${name} has ${replicas} replicas and publishes port ${published.container}`);
  return instanceNames(service).map((instance) => ({ name: instance, service }));
}

/** The names alone. */
export const instanceNames = ({ name, replicas }: Pick<Service, 'name' | 'replicas'>): readonly string[] =>
  replicas === 1 ? [name] : Array.from({ length: replicas }, (_, index) => `${name}-${index + 1}`);

/** A volume of an instance by its name within the stack: `api-1-etc`. */
export const volumeName = (instance: string, volume: string): string => `${instance}-${volume}`;
