import { expect, test } from 'vitest';
import { LABEL } from '../../model/labels.js';
import type { InstanceSpec } from '../engine.js';
import { groupedLabels, toCreateOptions } from './spec.js';

const labels = { [LABEL.stack]: 'supops', [LABEL.service]: 'db', [LABEL.role]: 'service' };

const database: InstanceSpec = {
  name: 'supops-db',
  hostname: 'db',
  image: 'mariadb:11.8.9',
  command: ['/usr/sbin/mariadbd', '--no-defaults'],
  env: { TZ: 'UTC' },
  labels,
  network: { name: 'supops', aliases: ['db', 'database'] },
  dns: ['127.0.0.1'],
  ports: [
    { name: 'sql', container: 3306 },
    { name: 'extra', container: 3307, host: 13307 },
  ],
  publishAddress: '127.0.0.1',
  volumes: [{ name: 'supops-db-data', path: '/data' }, { path: '/scratch' }],
  tmpfs: ['/tmp'],
  resources: { memoryBytes: 268_435_456, pids: 100, cpus: 0.5 },
  security: { uid: 999, gid: 998, readOnlyRoot: true, capabilities: [], engineSocket: false },
  restart: { name: 'unless-stopped' },
  stopSignal: 'SIGTERM',
};

test('a service is created with everything that bounds it', () => {
  expect(toCreateOptions(database, '/unused')).toEqual({
    name: 'supops-db',
    Hostname: 'db',
    Image: 'mariadb:11.8.9',
    Entrypoint: ['/usr/sbin/mariadbd', '--no-defaults'],
    Cmd: [],
    WorkingDir: '/',
    Env: ['TZ=UTC'],
    User: '999:998',
    Labels: {
      ...labels,
      'com.docker.compose.project': 'supops',
    },
    Healthcheck: { Test: ['NONE'] },
    ExposedPorts: { '3306/tcp': {}, '3307/tcp': {} },
    StopSignal: 'SIGTERM',
    AttachStdin: false,
    AttachStdout: false,
    AttachStderr: false,
    OpenStdin: false,
    StdinOnce: false,
    Tty: false,
    HostConfig: {
      AutoRemove: false,
      RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
      Init: false,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      Memory: 268_435_456,
      MemorySwap: 268_435_456,
      PidsLimit: 100,
      NanoCpus: 500_000_000,
      SecurityOpt: ['no-new-privileges:true'],
      CapDrop: ['ALL'],
      CapAdd: [],
      ReadonlyRootfs: true,
      Tmpfs: { '/tmp': 'rw,nosuid,nodev,noexec,mode=1777' },
      Mounts: [
        { Type: 'volume', Source: 'supops-db-data', Target: '/data' },
        { Type: 'volume', Target: '/scratch' },
      ],
      PortBindings: { '3307/tcp': [{ HostIp: '127.0.0.1', HostPort: '13307' }] },
      NetworkMode: 'supops',
      Dns: ['127.0.0.1'],
      DnsOptions: ['timeout:1', 'attempts:1'],
      DnsSearch: ['.'],
    },
    NetworkingConfig: { EndpointsConfig: { supops: { Aliases: ['db', 'database'] } } },
  });
});

test('a helper has its standard input, the control socket, no network and no name in the way afterwards', () => {
  const { network, stopSignal, ...rest } = database;
  const options = toCreateOptions(
    {
      ...rest,
      labels: { ...labels, [LABEL.role]: 'helper' },
      ports: [],
      volumes: [],
      resources: { memoryBytes: 1_000, pids: 5 },
      security: { ...rest.security, capabilities: ['KILL'], engineSocket: true },
      restart: { name: 'no' },
      stdin: true,
      removeOnExit: true,
    },
    '/run/user/1000/docker.sock',
  );
  expect(options).toMatchObject({
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    StdinOnce: true,
  });
  expect(options).not.toHaveProperty('NetworkingConfig');
  expect(options).not.toHaveProperty('StopSignal');
  expect(options.HostConfig).toMatchObject({
    AutoRemove: true,
    NetworkMode: 'none',
    SecurityOpt: ['no-new-privileges:true', 'label=disable'],
    CapAdd: ['KILL'],
    Mounts: [{ Type: 'bind', Source: '/run/user/1000/docker.sock', Target: '/var/run/docker.sock' }],
  });
  expect(options.HostConfig).not.toHaveProperty('NanoCpus');
  expect(options.HostConfig).not.toHaveProperty('Dns');
});

test('what belongs to a stack is grouped by it, and carries nothing that would make Compose take it for its own', () => {
  const compose = Object.keys(groupedLabels(labels)).filter((name) => name.startsWith('com.docker.compose.'));
  expect(compose).toEqual(['com.docker.compose.project']);
  expect(groupedLabels({ a: 'b' })).toEqual({ a: 'b' });
});

test('a restart policy keeps its number of retries', () => {
  const { HostConfig } = toCreateOptions({ ...database, restart: { name: 'on-failure', retries: 3 } }, '');
  expect(HostConfig?.RestartPolicy).toEqual({ Name: 'on-failure', MaximumRetryCount: 3 });
});

test('a helper joins the network of an instance and takes nothing of its own there', () => {
  const { network: _, ...apart } = database;
  const created = toCreateOptions({ ...apart, ports: [], beside: { network: 'abc' } }, '/unused');
  expect(created.Hostname).toBeUndefined();
  expect(created.HostConfig).toMatchObject({ NetworkMode: 'container:abc' });
  expect(created.HostConfig?.Dns).toBeUndefined();
});

test('a helper sees processes, control groups and volumes only if it asks', () => {
  const { network: _, ...apart } = database;
  const bare = toCreateOptions({ ...apart, volumes: [] }, '/unused').HostConfig;
  expect(Object.keys(bare ?? {})).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/PidMode|CgroupnsMode|VolumesFrom/)]),
  );
  expect(bare?.Mounts).toEqual([]);
  const beside = { processes: true, cgroups: true, volumesOf: 'abc' };
  expect(toCreateOptions({ ...apart, volumes: [], beside }, '/unused').HostConfig).toMatchObject({
    PidMode: 'host',
    CgroupnsMode: 'host',
    VolumesFrom: ['abc'],
    Mounts: [{ Type: 'bind', Source: '/sys/fs/cgroup', Target: '/host/cgroup' }],
    SecurityOpt: ['no-new-privileges:true', 'label=disable'],
  });
});
