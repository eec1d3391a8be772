import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import { EXIT, SupopsError } from '../../../core/errors.js';
import type { Clock } from '../../../core/time.js';
import { negotiateApi, OLDEST_API } from './api-version.js';
import { ask } from './errors.js';

/** Where an engine is reached. Either `socketPath` or `host` and `port`. */
export interface DockerOptions {
  readonly socketPath?: string;
  readonly host?: string;
  readonly port?: number;
  readonly tls?: DockerTls;
  /** For people: `unix:///var/run/docker.sock (usual socket)`. */
  readonly endpoint: string;
  readonly clock: Clock;
  /** Ends the attempt to connect; has no effect afterwards. */
  readonly signal?: AbortSignal;
}

/** TLS material as PEM text. */
export interface DockerTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** False accepts any certificate. */
  readonly verify: boolean;
}

/** A connection whose API version is settled: what every capability is built on. */
export interface Client {
  readonly docker: Docker;
  readonly options: DockerOptions;
  readonly apiVersion: string;
  readonly version: string;
  close(): void;
}

/** Connects and settles the API version. Rejects with `engine-unreachable` or `engine-unsupported`. */
export async function connectClient(options: DockerOptions): Promise<Client> {
  const agent = quietly(
    options.tls
      ? new HttpsAgent({ keepAlive: true, rejectUnauthorized: options.tls.verify })
      : new HttpAgent({ keepAlive: true }),
  );
  const docker = new Docker(modemOptions(options, agent));
  try {
    const version = await askVersion(docker, options.signal);
    if (typeof version?.ApiVersion !== 'string') throw unsupported('what answers there is not a Docker engine');
    const apiVersion = negotiateApi({ newest: version.ApiVersion, oldest: version.MinAPIVersion ?? OLDEST_API });
    if (apiVersion === undefined)
      throw unsupported(`Docker ${version.Version} speaks API ${version.ApiVersion}, ${OLDEST_API} is needed`);
    if (version.Os === 'windows') throw unsupported('the engine runs Windows containers, Linux containers are needed');
    Object.assign(docker.modem, { version: `v${apiVersion}` });
    return { docker, options, apiVersion, version: version.Version, close: () => agent.destroy() };
  } catch (error) {
    agent.destroy();
    throw error;
  }
}

// docker-modem prints its options with all hidden properties at each request, even if nobody reads them. The agent is by far the largest of
// them, with its sockets and their buffers: the exporter spent nine tenths of its time on that.
const quietly = (agent: HttpAgent): HttpAgent => Object.defineProperty(agent, inspect.custom, { value: () => 'agent' });

// Without a version in the path, which every engine answers.
function askVersion(docker: Docker, signal: AbortSignal | undefined): Promise<Version> {
  const version = docker.version as (options: object) => Promise<Version>;
  return ask('ask the engine for its version', version.call(docker, signal ? { abortSignal: signal } : {}));
}

type Version = Docker.DockerVersion & { readonly MinAPIVersion?: string };

// Every setting is named, since docker-modem fills what is missing from DOCKER_HOST and its relatives.
function modemOptions({ socketPath, host, port, tls }: DockerOptions, agent: HttpAgent): Docker.DockerOptions {
  const options = {
    socketPath,
    host,
    port,
    protocol: tls ? ('https' as const) : ('http' as const),
    pathPrefix: '/',
    ca: tls?.ca,
    cert: tls?.cert,
    key: tls?.key,
    timeout: undefined,
    agent,
  };
  return options as Docker.DockerOptions;
}

const unsupported = (message: string) =>
  new SupopsError({
    code: 'engine-unsupported',
    exitCode: EXIT.unavailable,
    message,
    hint: 'use Docker 20.10 or newer with Linux containers',
  });
