import type { Service } from './stack.js';

/**
 * Services so that each comes after those it depends on, otherwise in the given order.
 * @throws Error if services depend on each other in a circle or on a service that is not there: a mistake in the stack's definition.
 */
export function inStartOrder(services: readonly Service[]): readonly Service[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const ordered = new Set<Service>();
  const visit = (service: Service, path: readonly string[]) => {
    if (path.includes(service.name)) throw new Error(`services wait for each other: ${[...path, service.name].join(' → ')}`);
    for (const name of service.dependsOn) {
      const dependency = byName.get(name);
      if (!dependency) throw new Error(`service ${service.name} depends on ${name}, which is not in the stack`);
      if (!ordered.has(dependency)) visit(dependency, [...path, service.name]);
    }
    ordered.add(service);
  };
  for (const service of services) if (!ordered.has(service)) visit(service, []);
  return [...ordered];
}
