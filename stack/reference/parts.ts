import { dirname } from 'node:path/posix';
import type { Milliseconds } from '../../core/time.js';
import { LABEL } from '../model/labels.js';
import type { FileContent } from '../model/secret-content.js';
import type { FileEntry, Port, Service, ServiceFile } from '../model/stack.js';
import { ETC, type Owner, PREFERRED_PORTS, type PublishedService, type Settled, type TextFiles } from '../settle/settled.js';

const MEBIBYTE = 1024 * 1024;

/** What distinguishes a service from the others. */
export interface ServiceParts extends Partial<Omit<Service, 'resources' | 'security' | 'files' | 'volumes'>> {
  readonly name: string;
  readonly component: string;
  readonly command: readonly string[];
  readonly readiness: Service['readiness'];
  readonly owner: Owner;
  readonly memoryMebibytes: number;
  readonly pids?: number;
  readonly files: readonly ServiceFile[];
  /** Keeps `/data/<service>/<image source>` across replacement. */
  readonly data?: boolean;
  readonly engineSocket?: boolean;
}

/** A service with the bounds that all share: no capabilities, read-only root, `/tmp` in memory, files of ours in one volume. */
export function makeService(settled: Settled, parts: ServiceParts): Service {
  const { owner, memoryMebibytes, pids = 64, data = false, engineSocket = false, files, ...own } = parts;
  const volumes = [{ name: 'etc', path: ETC, keep: false }];
  return {
    replicas: 1,
    env: {},
    tmpfs: ['/tmp'],
    ports: [],
    dependsOn: [],
    restart: { name: 'unless-stopped' },
    dns: settled.dns,
    aliases: [],
    stopGraceMs: 5_000,
    ...own,
    image: imageOf(settled, own.component),
    labels: { [LABEL.imageSource]: settled.images.source, ...own.labels },
    files: data ? [...files, ...dataDirectories(settled, own.name, owner)] : files,
    volumes: data ? [...volumes, { name: 'data', path: '/data', keep: true }] : volumes,
    resources: { memoryBytes: memoryMebibytes * MEBIBYTE, pids },
    security: { ...owner, readOnlyRoot: true, capabilities: [], engineSocket },
  };
}

/** Where a service keeps its data. The sources ship different versions, which must not share data (a downgrade cannot read it). */
export const dataDirectory = (settled: Settled, service: string): string => `/data/${service}/${settled.images.source}`;

function dataDirectories(settled: Settled, service: string, owner: Owner): readonly FileEntry[] {
  const entry = { mode: 0o750, ...owner };
  return [
    { path: `/data/${service}`, ...entry },
    { path: dataDirectory(settled, service), ...entry },
  ];
}

/** The path of a component's program in its image. */
export function binary(settled: Settled, component: string, name: string): string {
  const path = settled.images.components[component]?.binaries[name];
  if (path === undefined) throw new Error(`component ${component} has no program ${name}`);
  return path;
}

function imageOf(settled: Settled, component: string): string {
  const image = settled.images.components[component]?.image;
  if (image === undefined) throw new Error(`no image for component ${component}`);
  return image;
}

/** The port of a service that is published, if a host port was settled for it. */
export function publishedPort({ ports }: Settled, service: PublishedService): Port {
  const host = ports[service];
  return { name: 'http', container: PREFERRED_PORTS[service].container, ...(host === undefined ? {} : { host }) };
}

/** Files below `/etc/supops`, with the directories they need. Only files that hold no secret: mode 0644. */
export function textFiles(files: TextFiles, owner: Owner): readonly FileEntry[] {
  const directories = new Set(Object.keys(files).flatMap((path) => parents(path)));
  return [
    ...[...directories].sort().map((path) => ({ path: `${ETC}/${path}`, mode: 0o755, ...owner })),
    ...Object.entries(files).map(([path, content]) => ({ path: `${ETC}/${path}`, content, mode: 0o644, ...owner })),
  ];
}

const parents = (path: string): readonly string[] => {
  const parent = dirname(path);
  return parent === '.' ? [] : [...parents(parent), parent];
};

/**
 * Ready when something listens at the port, according to the kernel: no program is common to all images but a shell and grep, and this
 * port is not published.
 */
export function listensAt(port: number, deadlineMs: Milliseconds): Service['readiness'] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  // Columns: number, local address, remote address, state; 0A is LISTEN (Linux, include/net/tcp_states.h).
  const pattern = `:${hex} [0-9A-F]*:0000 0A `;
  return { kind: 'query', command: ['/bin/sh', '-c', `grep -q '${pattern}' /proc/net/tcp /proc/net/tcp6`], deadlineMs };
}

/** A file below `/etc/supops` that only its owner reads. */
export const secretFile = (path: string, content: FileContent, owner: Owner): ServiceFile => ({
  path: `${ETC}/${path}`,
  content,
  mode: 0o600,
  ...owner,
});
