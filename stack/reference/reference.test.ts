import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CATALOGUE } from '../images/catalogue.js';
import { instanceNames } from '../model/instances.js';
import { resolveContent } from '../model/secret-content.js';
import { inStartOrder } from '../model/start-order.js';
import { readPackageFile } from '../package-root.js';
import { loadMonitoring } from '../settle/monitoring-files.js';
import { settleSecrets } from '../settle/secrets.js';
import type { Settled } from '../settle/settled.js';
import { REFERENCE_SERVICES, referenceStack } from './reference.js';

const secrets = { ...settleSecrets({}, undefined) };
const MEBIBYTE = 1024 * 1024;

async function settledFor(source: 'registry' | 'debian', speed = 60): Promise<Settled> {
  const entries = Object.entries(CATALOGUE).map(([name, { official, debian }]) => [
    name,
    source === 'registry' ? official : { image: 'supops/debian:1', binaries: debian.binaries },
  ]);
  return {
    stack: 'shop',
    speed,
    dns: ['127.0.0.1'],
    images: { source, components: Object.fromEntries(entries) },
    ports: { front: 1, visitors: 2, prometheus: 3, alertmanager: 4, inbox: 5 },
    monitoring: (await loadMonitoring({ stack: 'shop', speed })).files,
    programs: { api: 'api', exporter: 'exporter', inbox: 'inbox', visitors: 'visitors' },
    databaseInit: await readPackageFile('stack/services/db/init.sql'),
    front: { 'nginx.conf': '', 'html/index.html': '' },
  };
}

const services = async (source: 'registry' | 'debian' = 'debian', speed?: number) =>
  referenceStack(await settledFor(source, speed)).services;

describe('the reference stack', () => {
  it('is the same but for images and paths of programs, whatever its source of images', async () => {
    const normalise = (text: string) =>
      text
        .replaceAll(/"(?:image|dev\.supops\.image-source)":"[^"]*"/g, '')
        .replaceAll(/\[\\"[^"]*node\\"/g, '["node"')
        .replaceAll(/\/data\/([a-z]+)\/(?:registry|debian)/g, '/data/$1');
    const withoutPaths = (list: Awaited<ReturnType<typeof services>>) =>
      list.map(({ command, readiness: _, files, ...rest }) => ({
        ...rest,
        command: command.slice(1),
        files: files.filter(({ path }) => !path.endsWith('start.sh')),
      }));
    expect(normalise(JSON.stringify(withoutPaths(await services('registry'))))).toBe(
      normalise(JSON.stringify(withoutPaths(await services('debian')))),
    );
  });

  it('runs every service confined', async () => {
    for (const { name, security, resources, restart, dns } of await services()) {
      expect([name, security.readOnlyRoot, security.capabilities, restart, dns]).toEqual([
        name,
        true,
        [],
        { name: 'unless-stopped' },
        ['127.0.0.1'],
      ]);
      expect([name, resources.memoryBytes / MEBIBYTE]).toEqual([
        name,
        expect.toSatisfy((most) => most <= (name === 'api' ? 640 : name === 'db' ? 512 : 256)),
      ]);
      expect([name, security.uid === 0, security.engineSocket]).toEqual([name, name === 'exporter', name === 'exporter']);
    }
  });

  it('refers to every secret, and only in files that nobody else may read', async () => {
    const referring = (await services()).flatMap(({ name, files }) =>
      files.filter(({ content }) => Array.isArray(content) && content.length > 1).map((file) => ({ name, ...file })),
    );
    expect(referring.map(({ name, path, mode }) => `${name} ${path} ${mode.toString(8)}`)).toEqual([
      'db /etc/supops/init.sql 600',
      'db /etc/supops/client.cnf 600',
      'db /etc/supops/admin.cnf 600',
      'api /etc/supops/config.json 600',
      'visitors /etc/supops/config.json 600',
      'mysqld-exporter /etc/supops/my.cnf 600',
    ]);
    const marks = JSON.stringify((await services()).map(({ files: _, ...rest }) => rest));
    expect(marks).not.toContain('{{secret');
  });

  it('can be made without host ports, for other platforms than an engine on this machine', async () => {
    const list = referenceStack({ ...(await settledFor('debian')), ports: {} }).services;
    expect(list.flatMap(({ ports }) => ports.filter((port) => 'host' in port))).toEqual([]);
    expect(JSON.stringify(list)).not.toContain('external-url');
  });

  it('leaves no placeholder in what the database runs at start', async () => {
    const init = (await services()).find(({ name }) => name === 'db')?.files.find(({ path }) => path.endsWith('init.sql'));
    const text = resolveContent(init?.content ?? '', secrets);
    expect(text).toContain(`ALTER USER shop@'%' IDENTIFIED BY '${secrets.shopPassword}'`);
    expect(text).not.toContain('{{');
  });

  it('gives every file a directory that is there', async () => {
    for (const { name, files, volumes } of await services()) {
      const places = new Set([
        ...volumes.map(({ path }) => path),
        ...files.filter(({ content }) => content === undefined).map(({ path }) => path),
      ]);
      const homeless = files.map(({ path }) => path.replace(/\/[^/]+$/, '')).filter((folder) => !places.has(folder));
      expect([name, homeless]).toEqual([name, []]);
    }
  });

  it('starts Prometheus last, so that a start is not an incident', async () => {
    const order = inStartOrder(await services()).map(({ name }) => name);
    expect(order.at(-1)).toBe('prometheus');
    expect([...order].sort()).toEqual([...REFERENCE_SERVICES].sort());
  });

  it('has a service for every target that Prometheus scrapes, at the port that it serves', async () => {
    const list = await services();
    const config = parse(await readPackageFile('stack/monitoring/prometheus.yml')) as {
      scrape_configs: { static_configs: { targets: string[] }[] }[];
    };
    const targets = config.scrape_configs.flatMap((job) => job.static_configs.flatMap((group) => group.targets));
    const served = list.flatMap(({ ports, ...service }) =>
      instanceNames(service).flatMap((name) => ports.map(({ container }) => `${name}:${container}`)),
    );
    for (const target of targets) expect(served).toContain(target.replace(/^http:\/\//, '').replace(/\/.*$/, ''));
  });

  it('re-sends alerts quickly only when time is compressed', async () => {
    const command = async (speed: number) =>
      (await services('debian', speed)).find(({ name }) => name === 'prometheus')?.command;
    expect(await command(60)).toContain('--rules.alert.resend-delay=5s');
    expect((await command(1))?.join(' ')).not.toContain('resend-delay');
  });
});
