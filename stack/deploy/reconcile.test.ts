import { describe, expect, it } from 'vitest';
import type { Instance, Observed } from '../engine/engine.js';
import { configHash } from '../model/config-hash.js';
import { LABEL } from '../model/labels.js';
import type { Service, Stack } from '../model/stack.js';
import { instanceSpec } from './instance-spec.js';
import { formatPlan } from './plan.js';
import { reconcile } from './reconcile.js';

const service = (name: string, more: Partial<Service> = {}): Service => ({
  name,
  component: 'node',
  image: 'node:1',
  command: ['node'],
  env: {},
  files: [{ path: '/etc/supops/config.json', content: '{}', mode: 0o600, uid: 1, gid: 1 }],
  volumes: [{ name: `${name}-etc`, path: '/etc/supops', keep: false }],
  tmpfs: [],
  ports: [],
  dependsOn: [],
  readiness: { kind: 'log', pattern: 'ready', deadlineMs: 1_000 },
  resources: { memoryBytes: 1, pids: 1 },
  restart: 'unless-stopped',
  security: { uid: 1, gid: 1, readOnlyRoot: true, capabilities: [], engineSocket: false },
  dns: [],
  aliases: [],
  stopGraceMs: 7_000,
  labels: {},
  ...more,
});

const db = service('db', {
  volumes: [
    { name: 'db-etc', path: '/etc/supops', keep: false },
    { name: 'db-data', path: '/data', keep: true },
  ],
});
const api = service('api', { dependsOn: ['db'], ports: [{ name: 'http', container: 80, host: 8080 }] });
// The dependent stands first, so that the order of starts is seen to be made.
const shop: Stack = { name: 'shop', services: [api, db] };

const running = (of: Service, more: Partial<Instance> = {}): Instance => ({
  id: `id-${of.name}`,
  name: `shop-${of.name}`,
  service: of.name,
  image: of.image,
  labels: instanceSpec('shop', of).labels,
  state: 'running',
  startedAt: 1,
  exitCode: 0,
  restartCount: 0,
  restartPolicy: of.restart,
  outOfMemory: false,
  published: Object.fromEntries(of.ports.flatMap(({ container, host }) => (host === undefined ? [] : [[container, host]]))),
  ...more,
});

const resource = (name: string) => ({ name, labels: { [LABEL.stack]: 'shop' } });

const whole: Observed = {
  stack: 'shop',
  instances: [running(db), running(api)],
  helpers: [],
  volumes: ['shop-db-etc', 'shop-db-data', 'shop-api-etc'].map(resource),
  networks: [resource('shop')],
};
const nothing: Observed = { stack: 'shop', instances: [], helpers: [], volumes: [], networks: [] };

const planText = (desired: Stack, observed: Observed) => formatPlan(reconcile(desired, observed));

/** The plan where the database is in another state than running. */
const planWith = (more: Partial<Instance>) => planText(shop, { ...whole, instances: [running(db, more), running(api)] });

const REPLACE_DB = (cause: string) => `remove service shop-db  # ${cause}
remove volume  shop-db-etc  # holds old files
create volume  shop-db-etc  # emptied
create service shop-db  # ${cause}
start  service shop-db  # created
keep   service api  # unchanged
`;

describe('reconcile', () => {
  it('creates everything from nothing, and starts dependencies first', () => {
    expect(planText(shop, nothing)).toBe(`create network shop  # missing
create volume  shop-api-etc  # missing
create volume  shop-db-etc  # missing
create volume  shop-db-data  # missing
create service shop-db  # missing
create service shop-api  # missing
start  service shop-db  # created
start  service shop-api  # created
`);
  });

  it('does nothing where everything is as desired', () => {
    expect(planText(shop, whole)).toBe('keep   service db, api  # unchanged\n');
  });

  it('replaces what has changed, empties its files and keeps its data', () => {
    const changed = { ...db, command: ['node', '--other'] };
    expect(planText({ ...shop, services: [api, changed] }, whole)).toBe(REPLACE_DB('definition changed'));
  });

  it('gives a program with data time to stop, and others none', () => {
    const changed = [api, db].map((one) => ({ ...one, command: ['other'] }));
    const removals = reconcile({ ...shop, services: changed }, whole).operations.filter(
      ({ kind, type }) => kind === 'service' && type === 'remove',
    );
    expect(removals.map((removal) => [removal.name, 'graceMs' in removal ? removal.graceMs : undefined])).toEqual([
      ['shop-db', 7_000],
      ['shop-api', undefined],
    ]);
  });

  it('says that the image changed', () => {
    expect(planText({ ...shop, services: [api, { ...db, image: 'node:2' }] }, whole)).toBe(
      REPLACE_DB('image changed from node:1 to node:2'),
    );
  });

  it('says that a port moves', () => {
    const moved = { ...api, ports: [{ name: 'http', container: 80, host: 18_080 }] };
    expect(planText({ ...shop, services: [moved, db] }, whole)).toContain(
      'remove service shop-api  # port 80 is to be published at 18080\n',
    );
  });

  it('starts what has exited', () => {
    expect(planWith({ state: 'exited', exitCode: 137 })).toBe(`start  service shop-db  # exited with code 137
keep   service api  # unchanged
`);
  });

  it('replaces what was created but never started, because its files may be missing', () => {
    expect(planWith({ state: 'created', startedAt: 0 })).toBe(REPLACE_DB('created but never started'));
  });

  it.each(['dead', 'removing', 'paused', 'restarting'] as const)('replaces what is %s', (state) => {
    expect(planWith({ state })).toBe(REPLACE_DB(state));
  });

  it('replaces what has another restart policy', () => {
    expect(planWith({ state: 'exited', restartPolicy: 'no' })).toBe(REPLACE_DB('restart policy is "no", not "unless-stopped"'));
  });

  it('creates what was removed, keeps its data and none of its old files', () => {
    expect(planText(shop, { ...whole, instances: [running(api)] })).toBe(`remove volume  shop-db-etc  # holds old files
create volume  shop-db-etc  # emptied
create service shop-db  # missing
start  service shop-db  # created
keep   service api  # unchanged
`);
  });

  it('replaces every instance where the network is gone', () => {
    const plan = planText(shop, { ...whole, networks: [] });
    expect(plan).toContain('create network shop  # missing\n');
    expect(plan).toContain('remove service shop-db  # its network is gone\n');
    expect(plan).toContain('remove service shop-api  # its network is gone\n');
    expect(plan).not.toContain('keep');
  });

  it('replaces an instance whose volume is gone', () => {
    const volumes = whole.volumes.filter(({ name }) => name !== 'shop-db-data');
    expect(planText(shop, { ...whole, volumes })).toBe(`remove service shop-db  # its volume db-data is gone
remove volume  shop-db-etc  # holds old files
create volume  shop-db-etc  # emptied
create volume  shop-db-data  # missing
create service shop-db  # its volume db-data is gone
start  service shop-db  # created
keep   service api  # unchanged
`);
  });

  it('removes instances, volumes and networks that are not part of the stack', () => {
    const old = service('old');
    const observed = {
      ...whole,
      instances: [...whole.instances, running(old)],
      volumes: [...whole.volumes, resource('shop-old-data')],
      networks: [...whole.networks, resource('shop-old')],
    };
    expect(planText(shop, observed)).toBe(`remove service shop-old  # not part of the stack
remove volume  shop-old-data  # not part of the stack
remove network shop-old  # not part of the stack
keep   service db, api  # unchanged
`);
  });

  it('removes an instance that claims to be a service but has another name', () => {
    const impostor = running(db, { id: 'id-2', name: 'shop-db-copy' });
    expect(planText(shop, { ...whole, instances: [...whole.instances, impostor] })).toContain(
      'remove service shop-db-copy  # not part of the stack\n',
    );
  });

  it('leaves helpers alone', () => {
    const helper = running(db, { name: 'shop-guardian', service: 'guardian' });
    expect(planText(shop, { ...whole, helpers: [helper] })).toBe('keep   service db, api  # unchanged\n');
  });

  it('refuses services that wait for each other', () => {
    const services = [service('a', { dependsOn: ['b'] }), service('b', { dependsOn: ['a'] })];
    expect(() => reconcile({ name: 'shop', services }, nothing)).toThrow('services wait for each other: a → b → a');
  });
});

describe('configHash', () => {
  it('does not depend on the order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(db).reverse()) as unknown as Service;
    expect(configHash(reversed)).toBe(configHash(db));
  });

  it.each<[string, Partial<Service>]>([
    ['content of a file', { files: [{ ...db.files[0], content: '{ }' } as Service['files'][number]] }],
    ['mode of a file', { files: [{ ...db.files[0], mode: 0o644 } as Service['files'][number]] }],
    ['limit', { resources: { memoryBytes: 2, pids: 1 } }],
    ['DNS server', { dns: ['127.0.0.1'] }],
    ['label', { labels: { a: 'b' } }],
  ])('notices another %s', (_, change) => {
    expect(configHash({ ...db, ...change })).not.toBe(configHash(db));
  });
});
