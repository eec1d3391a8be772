import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { LABEL } from '../../model/labels.js';
import { parseMoment, toInstance } from './instance.js';

const running = {
  Id: 'abc',
  Name: '/supops-front',
  RestartCount: 2,
  Config: {
    Image: 'nginx:1.30.5',
    Labels: { [LABEL.service]: 'front' },
    ExposedPorts: { '8443/tcp': {}, '53/udp': {}, '8080/tcp': {} },
  },
  State: {
    Status: 'running',
    StartedAt: '2026-11-22T22:43:22.162696001Z',
    FinishedAt: '2026-11-22T22:43:20Z',
    ExitCode: 0,
    OOMKilled: false,
    Pid: 4711,
  },
  HostConfig: {
    Memory: 67_108_864,
    NetworkMode: 'supops',
    RestartPolicy: { Name: 'always' },
    PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] },
  },
  NetworkSettings: { Ports: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '18080' }], '9113/tcp': null } },
};

const read = (found: object) => toInstance(found as Docker.ContainerInspectInfo);

test('an instance is read from what the engine says of it', () => {
  expect(read(running)).toEqual({
    id: 'abc',
    name: 'supops-front',
    service: 'front',
    instance: 'front',
    image: 'nginx:1.30.5',
    labels: { [LABEL.service]: 'front' },
    state: 'running',
    startedAt: Date.UTC(2026, 10, 22, 22, 43, 22) + 162.696001,
    finishedAt: Date.UTC(2026, 10, 22, 22, 43, 20),
    exitCode: 0,
    restartCount: 2,
    restartPolicy: { name: 'always' },
    outOfMemory: false,
    memoryBytes: 67_108_864,
    ports: [8080, 8443],
    network: 'own',
    processId: 4711,
    published: { 8080: 18080 },
  });
});

test('an instance that does not run has the configured ports', () => {
  expect(read({ ...running, NetworkSettings: { Ports: {} } }).published).toEqual({ 8080: 8080 });
  const unsettled = { PortBindings: { '8080/tcp': [{ HostIp: '', HostPort: '' }] } };
  expect(read({ ...running, HostConfig: unsettled, NetworkSettings: {} }).published).toEqual({});
});

test('an instance has its own name beside that of its service', () => {
  const Labels = { [LABEL.service]: 'api', [LABEL.instance]: 'api-2' };
  expect(read({ ...running, Config: { Image: 'y', Labels } })).toMatchObject({ service: 'api', instance: 'api-2' });
  const composed = { 'com.docker.compose.service': 'web' };
  expect(read({ ...running, Name: '/shop-web-1', Config: { Image: 'y', Labels: composed } })).toMatchObject({
    service: 'web',
    instance: 'shop-web-1',
  });
});

test('a restart policy keeps its number of retries', () => {
  const HostConfig = { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } };
  expect(read({ ...running, HostConfig }).restartPolicy).toEqual({ name: 'on-failure', retries: 3 });
});

test.each([
  ['none', undefined],
  ['starting', 'starting'],
  ['healthy', 'healthy'],
  ['unhealthy', 'unhealthy'],
])('a health check that says "%s" is reported as %s', (Status, health) => {
  expect(read({ ...running, State: { ...running.State, Health: { Status } } }).health).toBe(health);
});

test.each([
  [{ NanoCpus: 500_000_000 }, 0.5],
  [{ CpuQuota: 150_000 }, 1.5],
  [{ CpuQuota: 50_000, CpuPeriod: 200_000 }, 0.25],
  [{ NanoCpus: 0, CpuQuota: -1 }, undefined],
])('a limit of %j is %d CPUs', (HostConfig, cpus) => {
  expect(read({ ...running, HostConfig }).cpus).toBe(cpus);
});

test.each([
  ['host', 'host'],
  ['none', 'none'],
  ['container:abc', 'shared'],
  ['bridge', 'own'],
])('the network mode "%s" is %s', (NetworkMode, network) => {
  expect(read({ ...running, HostConfig: { NetworkMode } }).network).toBe(network);
});

test('what an engine leaves out counts as empty', () => {
  const bare = {
    Id: 'abc',
    Name: '/x',
    Config: { Image: 'y' },
    State: { Status: 'created', StartedAt: '0001-01-01T00:00:00Z' },
  };
  expect(read(bare)).toEqual({
    id: 'abc',
    name: 'x',
    service: 'x',
    instance: 'x',
    image: 'y',
    labels: {},
    state: 'created',
    startedAt: 0,
    finishedAt: 0,
    exitCode: 0,
    restartCount: 0,
    restartPolicy: { name: 'no' },
    outOfMemory: false,
    ports: [],
    network: 'own',
    published: {},
  });
});

test.each([
  ['1970-01-01T00:00:01Z', 1_000],
  ['1970-01-01T00:00:01.5Z', 1_500],
  ['1970-01-01T00:00:01.000250000Z', 1_000.25],
  ['1970-01-01T01:00:01.25+01:00', 1_250],
  ['0001-01-01T00:00:00Z', 0],
  ['nonsense', 0],
])('the moment %s is %d', (text, ms) => {
  expect(parseMoment(text)).toBe(ms);
});
