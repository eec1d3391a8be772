import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SupopsError } from '../../core/errors.js';
import { systemClock } from '../../core/time.js';
import { contextId } from './candidates.js';
import { connectEngine } from './connect.js';

let home: string;
let servers: Server[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'supops-connect-'));
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve).closeAllConnections())));
  rmSync(home, { recursive: true });
});

/** An engine that knows its version and itself; gives the paths it was asked for. */
async function fakeEngine(
  path: string,
  version: object = { Version: '29.0.0', ApiVersion: '1.52', MinAPIVersion: '1.44', Os: 'linux' },
) {
  const asked: string[] = [];
  const info = {
    ID: 'id',
    SystemTime: '2026-11-22T00:00:00Z',
    OperatingSystem: 'Debian',
    Architecture: 'x86_64',
    NCPU: 2,
    MemTotal: 9,
  };
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(request.url?.endsWith('/info') ? info : version));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return asked;
}

const connect = (env: Record<string, string> = {}) =>
  connectEngine({ env: { XDG_RUNTIME_DIR: home, ...env }, home, platform: 'linux', clock: systemClock });

const failure = (env: Record<string, string>) =>
  connect(env).then(
    () => expect.unreachable('connected'),
    (error: SupopsError) => error,
  );

test('the engine that DOCKER_HOST names is used, in a version of the API that both speak', async () => {
  const socket = join(home, 'named.sock');
  const asked = await fakeEngine(socket);
  const engine = await connect({ DOCKER_HOST: `unix://${socket}` });
  expect(await engine.info()).toEqual({
    id: 'id',
    kind: 'docker',
    version: '29.0.0',
    apiVersion: '1.44',
    endpoint: `unix://${socket} (DOCKER_HOST)`,
    operatingSystem: 'Debian',
    architecture: 'x86_64',
    cpus: 2,
    memoryBytes: 9,
    machine: { rootless: false },
  });
  expect(asked).toEqual(['/version', '/v1.44/info']);
  engine.close();
});

test('the engine of the current context is used', async () => {
  const socket = join(home, 'context.sock');
  await fakeEngine(socket);
  const meta = join(home, '.docker/contexts/meta', contextId('mine'));
  mkdirSync(meta, { recursive: true });
  writeFileSync(join(home, '.docker/config.json'), JSON.stringify({ currentContext: 'mine' }));
  writeFileSync(join(meta, 'meta.json'), JSON.stringify({ Endpoints: { docker: { Host: `unix://${socket}` } } }));
  const engine = await connect();
  expect((await engine.info()).endpoint).toBe(`unix://${socket} (context "mine")`);
  engine.close();
});

test('what the user named is not replaced by another engine, which is named instead', async () => {
  await fakeEngine(join(home, 'docker.sock'));
  const error = await failure({ DOCKER_HOST: 'unix:///nowhere.sock' });
  expect(error).toMatchObject({
    code: 'engine-unreachable',
    exitCode: 4,
    message: 'the engine that DOCKER_HOST names does not answer',
  });
  expect(error.hint).toBe('correct DOCKER_HOST, or unset it to use a local engine');
  expect(error.details[0]).toBe('unix:///nowhere.sock (DOCKER_HOST): there is no such socket');
  expect(error.details).toContain(
    `unix://${home}/docker.sock (usual socket): answers, but is not used, as DOCKER_HOST names another`,
  );
  expect(error.details).toContain(`unix://${home}/.docker/run/docker.sock (usual socket): there is no such socket`);
  expect(error.details).toHaveLength(9);
});

test.each([
  [
    'an engine that is too old',
    { Version: '19.03', ApiVersion: '1.40', Os: 'linux' },
    'Docker 19.03 speaks API 1.40, 1.41 is needed',
  ],
  [
    'Windows containers',
    { Version: '28', ApiVersion: '1.50', MinAPIVersion: '1.24', Os: 'windows' },
    'the engine runs Windows containers, Linux containers are needed',
  ],
  ['something else', { hello: 'world' }, 'what answers there is not a Docker engine'],
])('%s is refused with the reason', async (_, version, reason) => {
  const socket = join(home, 'odd.sock');
  await fakeEngine(socket, version);
  const error = await failure({ DOCKER_HOST: `unix://${socket}` });
  expect(error.details[0]).toBe(`unix://${socket} (DOCKER_HOST): ${reason}`);
});

test('an address that supops cannot use is refused with the reason', async () => {
  const error = await failure({ DOCKER_HOST: 'ssh://host' });
  expect(error.details[0]).toBe(
    'ssh://host (DOCKER_HOST): ssh is not supported: ports that the engine publishes could not be reached',
  );
});

test('a place that accepts and stays silent is given up after two seconds', async () => {
  const socket = join(home, 'silent.sock');
  const server = createServer(() => {});
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const error = await failure({ DOCKER_HOST: `unix://${socket}` });
  expect(error.details[0]).toBe(`unix://${socket} (DOCKER_HOST): no answer within 2 s`);
});
