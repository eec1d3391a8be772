import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import type { Clock, Milliseconds } from '../../core/time.js';
import {
  type Candidate,
  type Candidates,
  type ContextFiles,
  configDirectory,
  contextId,
  contextName,
  findCandidates,
  type TlsFiles,
} from './candidates.js';
import type { Environment } from './connect-environment.js';
import { type DockerTls, dockerEngine } from './docker/docker-engine.js';
import type { Engine } from './engine.js';

/** The environment and the clock that the engine is to use. */
export interface ConnectEnvironment extends Environment {
  readonly clock: Clock;
}

/** How long one place may take to answer. */
const ATTEMPT_MS: Milliseconds = 2_000;

/**
 * The engine in force: DOCKER_HOST, else the current Docker context, else the first of the usual sockets that answers. What the user
 * named is used or none: with another engine the wrong stack could be broken. Rejects with `engine-unreachable`, whose details
 * list every place and why it is not used.
 */
export async function connectEngine(environment: ConnectEnvironment): Promise<Engine> {
  const candidates = findCandidates(environment, await readContext(environment));
  const tries: Try[] = [];
  for (const candidate of candidates.named ? [candidates.named] : candidates.usual) {
    const attempt = await tryCandidate(candidate, environment.clock);
    if (attempt.engine) return attempt.engine;
    tries.push(attempt);
  }
  if (candidates.named) tries.push(...(await tryOthers(candidates, candidates.named, environment.clock)));
  throw unreachable(candidates, tries);
}

interface Try {
  readonly candidate: Candidate;
  readonly reason: string;
  readonly systemCode?: string | undefined;
  readonly engine?: Engine;
}

async function tryCandidate(candidate: Candidate, clock: Clock): Promise<Try> {
  const { place, address, rule } = candidate;
  if (place.kind === 'unusable') return { candidate, reason: place.reason };
  const options = { endpoint: `${address} (${rule})`, clock, signal: AbortSignal.timeout(ATTEMPT_MS) };
  try {
    const engine =
      place.kind === 'socket'
        ? await dockerEngine({ ...options, socketPath: place.path })
        : await dockerEngine({ ...options, host: place.host, port: place.port, ...(await readTls(place.tls)) });
    return { candidate, reason: '', engine };
  } catch (error) {
    return { candidate, reason: explain(error), systemCode: systemCodeOf(error) };
  }
}

// Only to tell the user; what answers there is not used.
async function tryOthers({ usual }: Candidates, named: Candidate, clock: Clock): Promise<readonly Try[]> {
  const attempts = await Promise.all(usual.map((candidate) => tryCandidate(candidate, clock)));
  return attempts.map(({ engine, candidate, reason, systemCode }) => {
    engine?.close();
    return engine
      ? { candidate, reason: `answers, but is not used, as ${named.rule} names another` }
      : { candidate, reason, systemCode };
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such socket',
  EACCES: 'permission denied',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is unknown',
  ENOTSOCK: 'is not a socket',
};

function explain(error: unknown): string {
  if (error instanceof Error && /^(AbortError|TimeoutError)$/.test(error.name))
    return `no answer within ${ATTEMPT_MS / 1_000} s`;
  return REASONS[systemCodeOf(error) ?? ''] ?? messageOf(error);
}

function systemCodeOf(error: unknown): string | undefined {
  const source = error instanceof SupopsError ? error.cause : error;
  return source instanceof Error ? (source as NodeJS.ErrnoException).code : undefined;
}

function unreachable({ named }: Candidates, tries: readonly Try[]): SupopsError {
  const what = named
    ? `the engine that ${named.rule} names does not answer`
    : `no container engine answers (${tries.length} places tried)`;
  return new SupopsError({
    code: 'engine-unreachable',
    exitCode: EXIT.unavailable,
    message: what,
    hint: hintFor(named, tries),
    details: tries.map(({ candidate, reason }) => `${candidate.address || '?'} (${candidate.rule}): ${reason}`),
  });
}

function hintFor(named: Candidate | undefined, tries: readonly Try[]): string {
  if (tries.some(({ systemCode }) => systemCode === 'EACCES'))
    return 'join the group of the socket: sudo usermod -aG docker "$USER", then log in again';
  if (named?.rule === 'DOCKER_HOST') return 'correct DOCKER_HOST, or unset it to use a local engine';
  if (named) return 'choose another context: docker context use default';
  return 'start Docker (sudo systemctl start docker, or Docker Desktop), or install it';
}

async function readContext(environment: Environment): Promise<ContextFiles | undefined> {
  const directory = configDirectory(environment);
  const name = contextName(environment, await readIfThere(join(directory, 'config.json')));
  if (name === undefined) return undefined;
  const id = contextId(name);
  const tlsDirectory = join(directory, 'contexts/tls', id, 'docker');
  const meta = await readIfThere(join(directory, 'contexts/meta', id, 'meta.json'));
  const { tls } = await readTls({ directory: tlsDirectory, verify: true });
  const hasTls = tls?.ca !== undefined || tls?.cert !== undefined;
  return { name, ...(meta === undefined ? {} : { meta }), ...(hasTls ? { tlsDirectory } : {}) };
}

async function readTls(files: TlsFiles | undefined): Promise<{ tls?: DockerTls }> {
  if (files === undefined) return {};
  const names = ['ca', 'cert', 'key'] as const;
  const texts = await Promise.all(
    names.map((name) => (files.directory ? readIfThere(join(files.directory, `${name}.pem`)) : undefined)),
  );
  const found = Object.fromEntries(names.flatMap((name, i) => (texts[i] === undefined ? [] : [[name, texts[i]]])));
  return { tls: { ...found, verify: files.verify } };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
