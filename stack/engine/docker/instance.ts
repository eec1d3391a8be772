import type Docker from 'dockerode';
import { LABEL } from '../../model/labels.js';
import type { Instance } from '../instance.js';
import { fromDockerPolicy } from './restart-policy.js';

/** An instance from the engine's own description of it. Fields that some engines leave out count as empty. */
export function toInstance(found: Docker.ContainerInspectInfo): Instance {
  const labels = found.Config.Labels ?? {};
  const name = found.Name.replace(/^\//, '');
  return {
    id: found.Id,
    name,
    ...namesOf(labels, name),
    image: found.Config.Image,
    labels,
    state: found.State.Status as Instance['state'],
    startedAt: parseMoment(found.State.StartedAt),
    finishedAt: parseMoment(found.State.FinishedAt),
    exitCode: found.State.ExitCode ?? 0,
    restartCount: found.RestartCount ?? 0,
    restartPolicy: fromDockerPolicy(found.HostConfig?.RestartPolicy),
    outOfMemory: found.State.OOMKilled ?? false,
    ...healthOf(found.State.Health?.Status),
    ...cpusOf(found.HostConfig),
    ...(found.HostConfig?.Memory ? { memoryBytes: found.HostConfig.Memory } : {}),
    ports: exposedPorts(found.Config.ExposedPorts),
    network: networkOf(found.HostConfig?.NetworkMode),
    ...(found.State.Pid ? { processId: found.State.Pid } : {}),
    published: { ...hostPorts(found.HostConfig?.PortBindings), ...hostPorts(found.NetworkSettings?.Ports) },
  };
}

/** Service and instance by the labels of what supops or Compose has made; of anything else the name of the container. */
export function namesOf(labels: Readonly<Record<string, string>>, name: string): Pick<Instance, 'service' | 'instance'> {
  const service = labels[LABEL.service] ?? labels['com.docker.compose.service'] ?? name;
  return { service, instance: labels[LABEL.instance] ?? labels[LABEL.service] ?? name };
}

function healthOf(status: string | undefined): Pick<Instance, 'health'> {
  return status === 'starting' || status === 'healthy' || status === 'unhealthy' ? { health: status } : {};
}

// Period of the kernel's CPU limit if only a quota is given, microseconds.
const USUAL_PERIOD = 100_000;

function cpusOf(limits: Docker.HostConfig | undefined): Pick<Instance, 'cpus'> {
  const { NanoCpus = 0, CpuQuota = 0, CpuPeriod = 0 } = limits ?? {};
  if (NanoCpus > 0) return { cpus: NanoCpus / 1e9 };
  return CpuQuota > 0 ? { cpus: CpuQuota / (CpuPeriod || USUAL_PERIOD) } : {};
}

const exposedPorts = (exposed: Readonly<Record<string, unknown>> | null | undefined): readonly number[] =>
  Object.keys(exposed ?? {})
    .filter((port) => port.endsWith('/tcp'))
    .map((port) => Number.parseInt(port, 10))
    .sort((a, b) => a - b);

function networkOf(mode = 'default'): Instance['network'] {
  if (mode === 'host' || mode === 'none') return mode;
  return mode.startsWith('container:') ? 'shared' : 'own';
}

type Bindings = Readonly<Record<string, readonly { readonly HostPort?: string }[] | null>> | null | undefined;

function hostPorts(bindings: Bindings): Record<number, number> {
  const ports: Record<number, number> = {};
  for (const [port, targets] of Object.entries(bindings ?? {})) {
    const host = Number(targets?.[0]?.HostPort ?? 0);
    if (host > 0) ports[Number.parseInt(port, 10)] = host;
  }
  return ports;
}

/**
 * Epoch ms, with fractions, of an RFC 3339 moment with nanoseconds (`Date` keeps no more than ms); 0 for the engine's zero time.
 */
export function parseMoment(text: string): number {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (!match || text.startsWith('0001-')) return 0;
  return Date.parse(`${match[1]}${match[3]}`) + Number(match[2] ?? 0) * 1_000;
}
