import type Docker from 'dockerode';
import type { Labels } from '../../../core/labels.js';
import { LABEL } from '../../model/labels.js';
import { CGROUPS_INSIDE, type InstanceSpec } from '../instance-spec.js';
import { toDockerPolicy } from './restart-policy.js';

/** Where the engine's control socket is found inside an instance that may use it. */
export const SOCKET_INSIDE = '/var/run/docker.sock';

// A look-up of a stopped instance's name goes to the upstream resolver, and if that is silent it blocks look-ups of live names
// for 10 s. With these options it takes 1 s.
const DNS_OPTIONS = ['timeout:1', 'attempts:1'];

/** What the engine is asked to create. `engineSocket` is the path of its control socket on its own machine. */
export function toCreateOptions(spec: InstanceSpec, engineSocket: string): Docker.ContainerCreateOptions {
  return {
    name: spec.name,
    // Whoever joins a network joins its host name.
    ...(spec.beside?.network === undefined ? { Hostname: spec.hostname } : {}),
    Image: spec.image,
    // An entrypoint of ours leaves nothing of the image's: neither its entrypoint nor its arguments.
    Entrypoint: [...spec.command],
    Cmd: [],
    WorkingDir: '/',
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    User: `${spec.security.uid}:${spec.security.gid}`,
    Labels: groupedLabels(spec.labels),
    Healthcheck: { Test: ['NONE'] },
    ExposedPorts: Object.fromEntries(spec.ports.map((port) => [`${port.container}/tcp`, {}])),
    ...(spec.stopSignal === undefined ? {} : { StopSignal: spec.stopSignal }),
    ...stdinOptions(spec),
    HostConfig: toHostConfig(spec, engineSocket),
    ...(spec.network === undefined
      ? {}
      : { NetworkingConfig: { EndpointsConfig: { [spec.network.name]: { Aliases: [...spec.network.aliases] } } } }),
  };
}

// StdinOnce: the end of the one client's connection, however it ends, is the end of the program's standard input.
const stdinOptions = ({ stdin = false }: InstanceSpec) => ({
  AttachStdin: stdin,
  AttachStdout: stdin,
  AttachStderr: stdin,
  OpenStdin: stdin,
  StdinOnce: stdin,
  Tty: false,
});

function toHostConfig(spec: InstanceSpec, engineSocket: string): Docker.HostConfig {
  const { resources, security } = spec;
  return {
    AutoRemove: spec.removeOnExit ?? false,
    RestartPolicy: toDockerPolicy(spec.restart),
    Init: false,
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
    Memory: resources.memoryBytes,
    // Equal to Memory: no swap, so that the limit really is the limit.
    MemorySwap: resources.memoryBytes,
    PidsLimit: resources.pids,
    ...(resources.cpus === undefined ? {} : { NanoCpus: Math.round(resources.cpus * 1e9) }),
    // SELinux forbids the control socket and the machine's control groups to confined programs.
    SecurityOpt: ['no-new-privileges:true', ...(security.engineSocket || spec.beside?.cgroups ? ['label=disable'] : [])],
    CapDrop: ['ALL'],
    CapAdd: [...security.capabilities],
    ReadonlyRootfs: security.readOnlyRoot,
    Tmpfs: Object.fromEntries(spec.tmpfs.map((path) => [path, 'rw,nosuid,nodev,noexec,mode=1777'])),
    Mounts: mounts(spec, engineSocket),
    ...besideOptions(spec),
    PortBindings: portBindings(spec),
    ...networkOptions(spec),
  };
}

function mounts(spec: InstanceSpec, engineSocket: string): Docker.MountSettings[] {
  const volumes = spec.volumes.map(
    ({ name, path }) =>
      ({ Type: 'volume', ...(name === undefined ? {} : { Source: name }), Target: path }) as Docker.MountSettings,
  );
  return [
    ...volumes,
    ...(spec.security.engineSocket ? [bind(engineSocket, SOCKET_INSIDE)] : []),
    ...(spec.beside?.cgroups ? [bind('/sys/fs/cgroup', CGROUPS_INSIDE)] : []),
  ];
}

const bind = (source: string, target: string): Docker.MountSettings => ({ Type: 'bind', Source: source, Target: target });

const besideOptions = ({ beside = {} }: InstanceSpec): Docker.HostConfig => ({
  ...(beside.processes ? { PidMode: 'host' } : {}),
  // The machine's own view, or paths of control groups could not be found below the mount.
  ...(beside.cgroups ? { CgroupnsMode: 'host' } : {}),
  ...(beside.volumesOf === undefined ? {} : { VolumesFrom: [beside.volumesOf] }),
});

const portBindings = (spec: InstanceSpec) =>
  Object.fromEntries(
    spec.ports.flatMap(({ container, host }) =>
      host === undefined ? [] : [[`${container}/tcp`, [{ HostIp: spec.publishAddress, HostPort: String(host) }]]],
    ),
  );

function networkOptions({ network, beside, dns }: InstanceSpec): Docker.HostConfig {
  if (beside?.network !== undefined) return { NetworkMode: `container:${beside.network}` };
  if (network === undefined) return { NetworkMode: 'none' };
  return {
    NetworkMode: network.name,
    Dns: [...dns],
    DnsOptions: [...DNS_OPTIONS],
    // No search domains of the host: each would cost a dead name one more look-up.
    DnsSearch: ['.'],
  };
}

/**
 * Our labels, and the one by which Docker's own tools group what belongs together. No more of Compose's labels: with `service` and
 * `oneoff`, Compose 1.29 takes instances for its own, and `down` in any project of that name removes them.
 */
export function groupedLabels(labels: Labels): Record<string, string> {
  const { [LABEL.stack]: stack } = labels;
  return { ...labels, ...(stack === undefined ? {} : { 'com.docker.compose.project': stack }) };
}
