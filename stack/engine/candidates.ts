import { createHash } from 'node:crypto';
import { join } from 'node:path/posix';
import type { Environment } from './connect-environment.js';

/** A place where an engine may be, and by which rule. */
export interface Candidate {
  /** `DOCKER_HOST`, `context "remote"`, `usual socket`. */
  readonly rule: string;
  /** As the rule names it: `unix:///var/run/docker.sock`. */
  readonly address: string;
  readonly place: Place;
}

/** How a place is reached; `unusable` if the address says something that supops cannot do. */
export type Place =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: TlsFiles }
  | { readonly kind: 'unusable'; readonly reason: string };

/** Files of TLS material. All may be absent with a certificate that the system trusts. */
export interface TlsFiles {
  readonly directory?: string;
  readonly verify: boolean;
}

/** A Docker context as its files have it. */
export interface ContextFiles {
  readonly name: string;
  /** Text of meta.json; absent if there is no such context. */
  readonly meta?: string;
  /** Directory of its TLS material, if there is any. */
  readonly tlsDirectory?: string;
}

/** In which order engines are tried, and whether only the first of them may be used. */
export interface Candidates {
  /** The engine that the user named: this one or none. */
  readonly named?: Candidate;
  /** Where engines usually are, tried in order if the user named none. */
  readonly usual: readonly Candidate[];
}

/** Docker's own folder of settings. */
export const configDirectory = ({ env, home }: Environment): string => env.DOCKER_CONFIG || join(home, '.docker');

/**
 * The context in force, or `undefined` for none. DOCKER_HOST beats DOCKER_CONTEXT, which beats `docker context use`
 * (docker/cli, command.resolveContextName).
 */
export function contextName({ env }: Environment, configJson: string | undefined): string | undefined {
  if (env.DOCKER_HOST) return undefined;
  const name = env.DOCKER_CONTEXT || currentContext(configJson);
  return name === '' || name === 'default' ? undefined : name;
}

function currentContext(configJson: string | undefined): string {
  try {
    const { currentContext: name } = JSON.parse(configJson ?? '{}') as { currentContext?: unknown };
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}

/** The folder in which Docker keeps a context. */
export const contextId = (name: string): string => createHash('sha256').update(name).digest('hex');

/** Everywhere an engine may be. `context` belongs to what `contextName` gave. */
export function findCandidates(environment: Environment, context: ContextFiles | undefined): Candidates {
  const named = fromHost(environment) ?? fromContext(context);
  return { ...(named ? { named } : {}), usual: usualSockets(environment) };
}

function fromHost(environment: Environment): Candidate | undefined {
  const address = environment.env.DOCKER_HOST;
  if (!address) return undefined;
  const { DOCKER_TLS_VERIFY: verify, DOCKER_TLS: plain, DOCKER_CERT_PATH: directory } = environment.env;
  const tls = verify || plain ? { directory: directory || configDirectory(environment), verify: Boolean(verify) } : undefined;
  return { rule: 'DOCKER_HOST', address, place: toPlace(address, tls) };
}

function fromContext(context: ContextFiles | undefined): Candidate | undefined {
  if (context === undefined) return undefined;
  const rule = `context "${context.name}"`;
  const endpoint = readEndpoint(context.meta);
  if (endpoint === undefined)
    return { rule, address: '', place: { kind: 'unusable', reason: 'no such context, or its file is damaged' } };
  const { Host: address, SkipTLSVerify: skip } = endpoint;
  const tls = context.tlsDirectory === undefined ? undefined : { directory: context.tlsDirectory, verify: skip !== true };
  return { rule, address, place: toPlace(address, tls) };
}

function readEndpoint(meta: string | undefined): { Host: string; SkipTLSVerify?: boolean } | undefined {
  try {
    const { Endpoints } = JSON.parse(meta ?? '') as { Endpoints: { docker: { Host: string; SkipTLSVerify?: boolean } } };
    return typeof Endpoints.docker.Host === 'string' ? Endpoints.docker : undefined;
  } catch {
    return undefined;
  }
}

/** Reads an address as Docker's command line does. */
export function toPlace(address: string, tls: TlsFiles | undefined): Place {
  const [, scheme = 'tcp', rest = ''] = /^(?:([a-z]+):\/\/)?(.*)$/i.exec(address) ?? [];
  switch (scheme.toLowerCase()) {
    case 'unix':
      return { kind: 'socket', path: rest || '/var/run/docker.sock' };
    case 'tcp':
    case 'http':
    case 'https':
      return toTcp(rest, scheme === 'https' ? (tls ?? { verify: true }) : tls);
    case 'ssh':
      return { kind: 'unusable', reason: 'ssh is not supported: ports that the engine publishes could not be reached' };
    default:
      return { kind: 'unusable', reason: `${scheme}:// is not supported, only unix:// and tcp://` };
  }
}

function toTcp(authority: string, tls: TlsFiles | undefined): Place {
  // A URL of a scheme without a default port keeps every port that is written.
  const url = URL.canParse(`tcp://${authority}`) ? new URL(`tcp://${authority}`) : undefined;
  if (!url?.hostname) return { kind: 'unusable', reason: 'is not an address such as tcp://host:2376' };
  const port = url.port === '' ? (tls ? 2376 : 2375) : Number(url.port);
  return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port, ...(tls ? { tls } : {}) };
}

function usualSockets({ env, home, uid }: Environment): readonly Candidate[] {
  const runtime = env.XDG_RUNTIME_DIR || (uid === undefined ? undefined : `/run/user/${uid}`);
  const paths = [
    '/var/run/docker.sock',
    runtime && join(runtime, 'docker.sock'),
    join(home, '.docker/run/docker.sock'),
    join(home, '.docker/desktop/docker.sock'),
    join(home, '.colima/default/docker.sock'),
    join(home, '.orbstack/run/docker.sock'),
    runtime && join(runtime, 'podman/podman.sock'),
    '/run/podman/podman.sock',
  ];
  return paths
    .filter((path) => path !== undefined)
    .map((path) => ({ rule: 'usual socket', address: `unix://${path}`, place: { kind: 'socket', path } }));
}
