import type { Instance, Observed } from '../engine/engine.js';
import { configHash } from '../model/config-hash.js';
import { LABEL } from '../model/labels.js';
import type { Service, Stack, VolumeMount } from '../model/stack.js';
import { inStartOrder } from '../model/start-order.js';
import { engineName, instanceSpec } from './instance-spec.js';
import type { Operation, Plan } from './plan.js';

/**
 * What must be done so that the observed becomes the desired. Pure. Instances are compared by the hash of their definition; whatever
 * carries the stack's label and is not desired goes.
 */
export function reconcile(desired: Stack, observed: Observed): Plan {
  const services = inStartOrder(desired.services);
  const networkExists = observed.networks.some(({ name }) => name === desired.name);
  const volumes = new Set(observed.volumes.map(({ name }) => name));
  const verdicts = services.map((service) => ({
    service,
    verdict: decide(desired.name, service, { instances: observed.instances, networkExists, volumes }),
  }));
  // Files of ours go before an instance is made, so that none that is no longer wanted survives.
  const stale = verdicts
    .filter(({ verdict }) => verdict.kind === 'replace' || verdict.kind === 'create')
    .flatMap(({ service }) => service.volumes.filter(({ keep, name }) => !keep && volumes.has(engineName(desired.name, name))));
  const operations: readonly Operation[] = [
    ...orphans(desired, observed),
    ...verdicts.flatMap(({ service, verdict }) => removal(service, verdict)),
    ...stale.map((mount) => volumeOperation(desired.name, mount, { type: 'remove', cause: 'holds old files' })),
    ...(networkExists ? [] : [networkCreation(desired.name)]),
    ...volumeCreations(desired, volumes, stale),
    ...verdicts.flatMap(({ service, verdict }) => creation(desired.name, service, verdict)),
    ...verdicts.flatMap(({ service, verdict }) => start(desired.name, service, verdict)),
  ];
  const unchanged = verdicts.filter(({ verdict }) => verdict.kind === 'keep').map(({ service }) => service.name);
  return { stack: desired.name, operations, unchanged };
}

type Verdict =
  | { readonly kind: 'keep' }
  | { readonly kind: 'start'; readonly instance: Instance; readonly cause: string }
  | { readonly kind: 'create'; readonly cause: string }
  | { readonly kind: 'replace'; readonly instance: Instance; readonly cause: string };

interface Surroundings {
  readonly instances: readonly Instance[];
  readonly networkExists: boolean;
  readonly volumes: ReadonlySet<string>;
}

function decide(stack: string, service: Service, around: Surroundings): Verdict {
  const instance = around.instances.find(({ name }) => name === engineName(stack, service.name));
  if (!instance) return { kind: 'create', cause: 'missing' };
  const cause = causeOfReplacement(stack, service, instance, around);
  if (cause !== undefined) return { kind: 'replace', instance, cause };
  if (instance.state === 'running') return { kind: 'keep' };
  return { kind: 'start', instance, cause: `exited with code ${instance.exitCode}` };
}

// In order of strength: the first that holds is told.
function causeOfReplacement(stack: string, service: Service, instance: Instance, around: Surroundings): string | undefined {
  if (instance.labels[LABEL.configHash] !== configHash(service)) return changeOf(service, instance);
  if (!around.networkExists) return 'its network is gone';
  const lost = service.volumes.find(({ name }) => !around.volumes.has(engineName(stack, name)));
  if (lost) return `its volume ${lost.name} is gone`;
  // A program killed between creation and start of an instance may have left it without its files.
  if (instance.state === 'created') return 'created but never started';
  if (instance.state !== 'running' && instance.state !== 'exited') return instance.state;
  if (instance.restartPolicy !== service.restart)
    return `restart policy is "${instance.restartPolicy}", not "${service.restart}"`;
  return undefined;
}

function changeOf(service: Service, instance: Instance): string {
  if (instance.image !== service.image) return `image changed from ${instance.image} to ${service.image}`;
  const moved = service.ports.find(({ container, host }) => host !== undefined && instance.published[container] !== host);
  if (moved) return `port ${moved.container} is to be published at ${moved.host}`;
  return 'definition changed';
}

function orphans(desired: Stack, observed: Observed): readonly Operation[] {
  const cause = 'not part of the stack';
  const names = new Set(desired.services.map(({ name }) => engineName(desired.name, name)));
  const volumes = new Set(mounts(desired).map(({ name }) => engineName(desired.name, name)));
  return [
    ...observed.instances
      .filter(({ name }) => !names.has(name))
      .map(({ id, name, service }) => ({ type: 'remove', kind: 'service', name, service, id, cause }) as const),
    ...observed.volumes
      .filter(({ name }) => !volumes.has(name))
      .map(({ name, labels }) => ({ type: 'remove', kind: 'volume', name, labels, cause }) as const),
    ...observed.networks
      .filter(({ name }) => name !== desired.name)
      .map(({ name, labels }) => ({ type: 'remove', kind: 'network', name, labels, cause }) as const),
  ];
}

// Programs with data are stopped first.
function removal(service: Service, verdict: Verdict): readonly Operation[] {
  if (verdict.kind !== 'replace') return [];
  const { id, name } = verdict.instance;
  const grace = service.volumes.some(({ keep }) => keep) ? { graceMs: service.stopGraceMs } : {};
  return [{ type: 'remove', kind: 'service', name, service: service.name, id, cause: verdict.cause, ...grace }];
}

const volumeCreations = (desired: Stack, existing: ReadonlySet<string>, stale: readonly VolumeMount[]): readonly Operation[] =>
  mounts(desired)
    .filter((mount) => stale.includes(mount) || !existing.has(engineName(desired.name, mount.name)))
    .map((mount) => {
      const cause = stale.includes(mount) ? 'emptied' : 'missing';
      return volumeOperation(desired.name, mount, { type: 'create', cause });
    });

const mounts = (stack: Stack): readonly VolumeMount[] => stack.services.flatMap(({ volumes }) => volumes);

const volumeOperation = (
  stack: string,
  mount: VolumeMount,
  { type, cause }: { readonly type: 'create' | 'remove'; readonly cause: string },
): Operation => ({
  type,
  kind: 'volume',
  name: engineName(stack, mount.name),
  labels: { [LABEL.stack]: stack, [LABEL.role]: 'volume' },
  cause,
});

const networkCreation = (stack: string): Operation => ({
  type: 'create',
  kind: 'network',
  name: stack,
  labels: { [LABEL.stack]: stack, [LABEL.role]: 'network' },
  cause: 'missing',
});

function creation(stack: string, service: Service, verdict: Verdict): readonly Operation[] {
  if (verdict.kind !== 'create' && verdict.kind !== 'replace') return [];
  const spec = instanceSpec(stack, service);
  const { cause } = verdict;
  return [{ type: 'create', kind: 'service', name: spec.name, service: service.name, spec, files: service.files, cause }];
}

function start(stack: string, service: Service, verdict: Verdict): readonly Operation[] {
  if (verdict.kind === 'keep') return [];
  return [
    {
      type: 'start',
      kind: 'service',
      name: engineName(stack, service.name),
      service: service.name,
      ...(verdict.kind === 'start' ? { id: verdict.instance.id } : {}),
      dependsOn: service.dependsOn,
      readiness: service.readiness,
      ports: service.ports,
      cause: verdict.kind === 'start' ? verdict.cause : 'created',
    },
  ];
}
