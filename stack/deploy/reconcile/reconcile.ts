import type { Observed } from '../../engine/listing.js';
import { type DesiredInstance, instancesOf, volumeName } from '../../model/instances.js';
import { LABEL } from '../../model/labels.js';
import type { SecretDigests } from '../../model/secret-content.js';
import type { Stack } from '../../model/stack.js';
import { inStartOrder } from '../../model/start-order.js';
import { engineName, instanceSpec } from '../instance-spec.js';
import type { Plan } from '../plan.js';
import { type Decision, decide } from './decide.js';
import { connect, type Dependencies, type Unconnected } from './edges.js';

/**
 * What must be done so that the observed becomes the desired, and in which order. Pure. Instances are compared by the hash of their
 * definition; whatever was observed and is not desired goes.
 * @param digests of the secrets in force (config-hash.ts); the plan holds no secret, only references
 * @throws Error if the definition of the stack is wrong (start-order.ts, instances.ts)
 */
export function reconcile(desired: Stack, observed: Observed, digests: SecretDigests): Plan {
  const stack = desired.name;
  // Two of the same name, from commands that ran at the same time, are useless: nothing can be attached to either.
  const networkExists = observed.networks.filter(({ name }) => name === stack).length === 1;
  const existing = new Set(observed.volumes.map(({ name }) => name));
  const around = { stack, instances: observed.instances, networkExists, volumes: existing, digests };
  const decided = inStartOrder(desired.services)
    .flatMap(instancesOf)
    .map((instance): Decided => ({ instance, decision: decide(instance, around) }));
  const mounts = decided.flatMap((one) => mountsOf(stack, one));
  const stale = mounts.filter(({ isStale, name }) => isStale && existing.has(name));
  const created = mounts.filter((mount) => stale.includes(mount) || !existing.has(mount.name));
  const operations: readonly Unconnected[] = [
    ...orphanedInstances(stack, decided, observed),
    ...decided.flatMap(removal),
    ...orphanedVolumes(mounts, observed),
    ...networkRemovals(stack, networkExists, observed),
    ...stale.map(({ name }) => volumeOperation(stack, name, { type: 'remove', cause: 'holds old files' })),
    ...(networkExists ? [] : [networkCreation(stack)]),
    ...created.map((mount) =>
      volumeOperation(stack, mount.name, { type: 'create', cause: stale.includes(mount) ? 'emptied' : 'missing' }),
    ),
    ...decided.flatMap((one) => creation(stack, one, digests)),
    ...decided.flatMap((one) => start(stack, one)),
  ];
  const unchanged = decided.filter(({ decision }) => decision.kind === 'keep').map(({ instance }) => instance.name);
  return { stack, operations: connect(operations, dependenciesOf(desired)), unchanged };
}

interface Decided {
  readonly instance: DesiredInstance;
  readonly decision: Decision;
}

/** A volume that an instance should have, by its engine-wide name. */
interface Mount {
  readonly name: string;
  readonly isStale: boolean;
}

// Files of ours go before an instance is made, so that no file that is no longer wanted survives.
const mountsOf = (stack: string, { instance, decision }: Decided): readonly Mount[] =>
  instance.service.volumes.map(({ name, keep }) => ({
    name: engineName(stack, volumeName(instance.name, name)),
    isStale: !keep && (decision.kind === 'replace' || decision.kind === 'create'),
  }));

function dependenciesOf({ services }: Stack): Dependencies {
  const names = new Map(services.map((service) => [service.name, instancesOf(service).map(({ name }) => name)]));
  const dependencies = (dependsOn: readonly string[]) => dependsOn.flatMap((service) => names.get(service) ?? []);
  return new Map(
    services.flatMap((service) => instancesOf(service).map(({ name }) => [name, dependencies(service.dependsOn)] as const)),
  );
}

const ORPHANED = 'not part of the stack';

const orphanedInstances = (stack: string, decided: readonly Decided[], { instances }: Observed): readonly Unconnected[] => {
  const names = decided.map(({ instance }) => engineName(stack, instance.name));
  return instances
    .filter(({ name }) => !names.includes(name))
    .map(({ id, name, instance }) => ({
      type: 'remove',
      kind: 'instance',
      name,
      instance,
      instanceId: id,
      cause: ORPHANED,
    }));
};

const orphanedVolumes = (mounts: readonly Mount[], { volumes }: Observed): readonly Unconnected[] =>
  volumes
    .filter(({ name }) => !mounts.some((mount) => mount.name === name))
    .map(({ name, labels }) => ({ type: 'remove', kind: 'volume', name, labels, cause: ORPHANED }));

function networkRemovals(stack: string, networkExists: boolean, { networks }: Observed): readonly Unconnected[] {
  return uniqueByName(networks)
    .filter(({ name }) => name !== stack || !networkExists)
    .map(({ name, labels }) => {
      const cause = name === stack ? 'there are several of this name' : ORPHANED;
      return { type: 'remove', kind: 'network', name, labels, cause };
    });
}

const uniqueByName = <T extends { readonly name: string }>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map((one) => [one.name, one])).values(),
];

// Programs with data are stopped first.
function removal({ instance, decision }: Decided): readonly Unconnected[] {
  if (decision.kind !== 'replace') return [];
  const { id, name } = decision.found;
  const { volumes, stopGraceMs } = instance.service;
  const grace = volumes.some(({ keep }) => keep) ? { graceMs: stopGraceMs } : {};
  const { cause } = decision;
  return [{ type: 'remove', kind: 'instance', name, instance: instance.name, instanceId: id, cause, ...grace }];
}

const volumeOperation = (
  stack: string,
  name: string,
  { type, cause }: { readonly type: 'create' | 'remove'; readonly cause: string },
): Unconnected => ({ type, kind: 'volume', name, labels: { [LABEL.stack]: stack, [LABEL.role]: 'volume' }, cause });

const networkCreation = (stack: string): Unconnected => ({
  type: 'create',
  kind: 'network',
  name: stack,
  labels: { [LABEL.stack]: stack, [LABEL.role]: 'network' },
  cause: 'missing',
});

function creation(stack: string, { instance, decision }: Decided, digests: SecretDigests): readonly Unconnected[] {
  if (decision.kind !== 'create' && decision.kind !== 'replace') return [];
  const spec = instanceSpec(stack, instance, digests);
  const { files } = instance.service;
  return [{ type: 'create', kind: 'instance', name: spec.name, instance: instance.name, spec, files, cause: decision.cause }];
}

function start(stack: string, { instance, decision }: Decided): readonly Unconnected[] {
  if (decision.kind === 'keep') return [];
  const { readiness, ports } = instance.service;
  const found = decision.kind === 'start' ? { instanceId: decision.found.id } : {};
  const cause = decision.kind === 'start' ? decision.cause : 'created';
  const name = engineName(stack, instance.name);
  return [{ type: 'start', kind: 'instance', name, instance: instance.name, ...found, ready: { readiness, ports }, cause }];
}
