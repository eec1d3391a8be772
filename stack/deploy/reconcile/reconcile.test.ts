import { describe, expect, it } from 'vitest';
import type { Instance, Observed } from '../../engine/engine.js';
import { configHash, digestsOf } from '../../model/config-hash.js';
import { LABEL } from '../../model/labels.js';
import type { Service, Stack } from '../../model/stack.js';
import { instanceSpec } from '../instance-spec.js';
import { formatPlan } from '../plan.js';
import { reconcile } from './reconcile.js';

const SECRETS = { password: 'hunter2hunter2' };
const DIGESTS = digestsOf(SECRETS);

const service = (name: string, more: Partial<Service> = {}): Service => ({
  name,
  replicas: 1,
  component: 'node',
  image: 'node:1',
  command: ['node'],
  env: {},
  files: [{ path: '/etc/supops/config.json', content: '{}', mode: 0o600, uid: 1, gid: 1 }],
  volumes: [{ name: 'etc', path: '/etc/supops', keep: false }],
  tmpfs: [],
  ports: [],
  dependsOn: [],
  readiness: { kind: 'log', pattern: 'ready', deadlineMs: 1_000 },
  resources: { memoryBytes: 1, pids: 1 },
  restart: { name: 'unless-stopped' },
  security: { uid: 1, gid: 1, readOnlyRoot: true, capabilities: [], engineSocket: false },
  dns: [],
  aliases: [],
  stopGraceMs: 7_000,
  labels: {},
  ...more,
});

const db = service('db', {
  files: [{ path: '/etc/supops/my.cnf', content: ['password=', { secret: 'password' }], mode: 0o600, uid: 1, gid: 1 }],
  volumes: [
    { name: 'etc', path: '/etc/supops', keep: false },
    { name: 'data', path: '/data', keep: true },
  ],
});
const api = service('api', { dependsOn: ['db'], ports: [{ name: 'http', container: 80, host: 8080 }] });
// The dependent stands first, so that the order of starts is seen to be made.
const shop: Stack = { name: 'shop', services: [api, db] };

const running = (of: Service, more: Partial<Instance> = {}): Instance => ({
  id: `id-${more.instance ?? of.name}`,
  name: `shop-${more.instance ?? of.name}`,
  service: of.name,
  instance: of.name,
  image: of.image,
  labels: instanceSpec('shop', { name: of.name, service: of }, DIGESTS).labels,
  state: 'running',
  startedAt: 1,
  exitCode: 0,
  restartCount: 0,
  restartPolicy: of.restart,
  outOfMemory: false,
  ports: [],
  network: 'own',
  published: Object.fromEntries(of.ports.flatMap(({ container, host }) => (host === undefined ? [] : [[container, host]]))),
  ...more,
});

const resource = (name: string) => ({ name, labels: { [LABEL.stack]: 'shop' } });

const whole: Observed = {
  instances: [running(db), running(api)],
  helpers: [],
  volumes: ['shop-db-etc', 'shop-db-data', 'shop-api-etc'].map(resource),
  networks: [resource('shop')],
};
const nothing: Observed = { instances: [], helpers: [], volumes: [], networks: [] };

const planText = (desired: Stack, observed: Observed) => formatPlan(reconcile(desired, observed, DIGESTS));

/** The plan when the database is in another state than running. */
const planWith = (more: Partial<Instance>) => planText(shop, { ...whole, instances: [running(db, more), running(api)] });

const REPLACE_DB = (cause: string) => `1 remove instance shop-db  # ${cause}
2 remove volume   shop-db-etc  # holds old files; after 1
3 create volume   shop-db-etc  # emptied; after 2
4 create instance shop-db  # ${cause}; after 3
5 start  instance shop-db  # created; after 4; waits 1s at most for a log line with "ready"
  keep   instance api  # unchanged
`;

describe('reconcile', () => {
  it('creates everything from nothing, and starts dependencies first', () => {
    expect(planText(shop, nothing)).toBe(`1 create network  shop  # missing
2 create volume   shop-db-etc  # missing
3 create volume   shop-db-data  # missing
4 create volume   shop-api-etc  # missing
5 create instance shop-db  # missing; after 1-3
6 create instance shop-api  # missing; after 1, 4
7 start  instance shop-db  # created; after 5; waits 1s at most for a log line with "ready"
8 start  instance shop-api  # created; after 6-7; waits 1s at most for a log line with "ready"
`);
  });

  it('does nothing when everything is as desired', () => {
    expect(planText(shop, whole)).toBe('keep   instance db, api  # unchanged\n');
  });

  it('replaces what has changed, empties its files and keeps its data', () => {
    const changed = { ...db, command: ['node', '--other'] };
    expect(planText({ ...shop, services: [api, changed] }, whole)).toBe(REPLACE_DB('definition changed'));
  });

  it('replaces what uses a secret that has changed, and holds no secret itself', () => {
    const digests = digestsOf({ password: 'another' });
    const plan = reconcile(shop, whole, digests);
    expect(formatPlan(plan)).toBe(REPLACE_DB('definition changed'));
    expect(JSON.stringify(plan)).not.toContain('another');
    expect(JSON.stringify(plan)).toContain('{"secret":"password"}');
  });

  it('refuses a reference to a secret that does not exist', () => {
    expect(() => reconcile(shop, nothing, {})).toThrow('there is no secret named password');
  });

  it('gives a program with data time to stop, and others none', () => {
    const changed = [api, db].map((one) => ({ ...one, command: ['other'] }));
    const removals = reconcile({ ...shop, services: changed }, whole, DIGESTS).operations.filter(
      ({ kind, type }) => kind === 'instance' && type === 'remove',
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
      'remove instance shop-api  # port 80 is to be published at 18080\n',
    );
  });

  it('starts what has exited', () => {
    expect(
      planWith({ state: 'exited', exitCode: 137 }),
    ).toBe(`1 start  instance shop-db  # exited with code 137; waits 1s at most for a log line with "ready"
  keep   instance api  # unchanged
`);
  });

  it('replaces what was created but never started, because its files may be missing', () => {
    expect(planWith({ state: 'created', startedAt: 0 })).toBe(REPLACE_DB('created but never started'));
  });

  it.each(['dead', 'removing', 'paused', 'restarting'] as const)('replaces what is %s', (state) => {
    expect(planWith({ state })).toBe(REPLACE_DB(state));
  });

  it('replaces what has another restart policy, or another number of retries', () => {
    const retries = (n: number) => ({ name: 'on-failure', retries: n }) as const;
    const desired = { ...shop, services: [api, { ...db, restart: retries(3) }] };
    const observed = {
      ...whole,
      instances: [running({ ...db, restart: retries(3) }, { restartPolicy: retries(0) }), running(api)],
    };
    expect(planText(desired, observed)).toBe(REPLACE_DB('restart policy is "on-failure", not "on-failure:3"'));

    expect(planWith({ state: 'exited', restartPolicy: { name: 'no' } })).toBe(
      REPLACE_DB('restart policy is "no", not "unless-stopped"'),
    );
  });

  it('creates what was removed, keeps its data and none of its old files', () => {
    expect(planText(shop, { ...whole, instances: [running(api)] })).toBe(`1 remove volume   shop-db-etc  # holds old files
2 create volume   shop-db-etc  # emptied; after 1
3 create instance shop-db  # missing; after 2
4 start  instance shop-db  # created; after 3; waits 1s at most for a log line with "ready"
  keep   instance api  # unchanged
`);
  });

  it('replaces every instance when the network is gone', () => {
    const plan = planText(shop, { ...whole, networks: [] });
    expect(plan).toContain('create network  shop  # missing\n');
    expect(plan).toContain('remove instance shop-db  # its network is gone\n');
    expect(plan).toContain('remove instance shop-api  # its network is gone\n');
    expect(plan).not.toContain('keep');
  });

  it('removes networks of the same name together, and makes one', () => {
    const plan = planText(shop, { ...whole, networks: [resource('shop'), resource('shop')] });
    expect(plan.split('\n').filter((line) => /(create|remove) network/.test(line))).toEqual([
      ' 3 remove network  shop  # there are several of this name; after 1-2',
      ' 6 create network  shop  # missing; after 3',
    ]);
    expect(plan).toContain('remove instance shop-db  # its network is gone\n');
  });

  it('replaces an instance whose volume is gone', () => {
    const volumes = whole.volumes.filter(({ name }) => name !== 'shop-db-data');
    expect(planText(shop, { ...whole, volumes })).toBe(`1 remove instance shop-db  # its volume db-data is gone
2 remove volume   shop-db-etc  # holds old files; after 1
3 create volume   shop-db-etc  # emptied; after 2
4 create volume   shop-db-data  # missing
5 create instance shop-db  # its volume db-data is gone; after 3-4
6 start  instance shop-db  # created; after 5; waits 1s at most for a log line with "ready"
  keep   instance api  # unchanged
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
    expect(planText(shop, observed)).toBe(`1 remove instance shop-old  # not part of the stack
2 remove volume   shop-old-data  # not part of the stack; after 1
3 remove network  shop-old  # not part of the stack; after 1
  keep   instance db, api  # unchanged
`);
  });

  it('removes an instance that claims to be a service but has another name', () => {
    const impostor = running(db, { id: 'id-2', name: 'shop-db-copy' });
    expect(planText(shop, { ...whole, instances: [...whole.instances, impostor] })).toContain(
      'remove instance shop-db-copy  # not part of the stack\n',
    );
  });

  it('leaves helpers alone', () => {
    const helper = running(db, { name: 'shop-guardian', service: 'guardian' });
    expect(planText(shop, { ...whole, helpers: [helper] })).toBe('keep   instance db, api  # unchanged\n');
  });

  it('makes an instance for each replica, each with volumes of its own, after all that its service depends on', () => {
    const two = service('api', { replicas: 2, dependsOn: ['db'] });
    expect(planText({ ...shop, services: [two, service('web', { dependsOn: ['api'] }), db] }, whole)).toBe(
      ` 1 remove instance shop-api  # not part of the stack
 2 remove volume   shop-api-etc  # not part of the stack; after 1
 3 create volume   shop-api-1-etc  # missing
 4 create volume   shop-api-2-etc  # missing
 5 create volume   shop-web-etc  # missing
 6 create instance shop-api-1  # missing; after 3
 7 create instance shop-api-2  # missing; after 4
 8 create instance shop-web  # missing; after 5
 9 start  instance shop-api-1  # created; after 1, 6; waits 1s at most for a log line with "ready"
10 start  instance shop-api-2  # created; after 1, 7; waits 1s at most for a log line with "ready"
11 start  instance shop-web  # created; after 8-10; waits 1s at most for a log line with "ready"
   keep   instance db  # unchanged
`,
    );
  });

  it('keeps the instances that are there when a replica is added', () => {
    const two = service('api', { replicas: 2 });
    const instances = [running(two, { instance: 'api-1' }), running(two, { instance: 'api-2' })];
    const volumes = ['shop-api-1-etc', 'shop-api-2-etc'].map(resource);
    expect(planText({ name: 'shop', services: [{ ...two, replicas: 3 }] }, { ...whole, instances, volumes })).toBe(
      `1 create volume   shop-api-3-etc  # missing
2 create instance shop-api-3  # missing; after 1
3 start  instance shop-api-3  # created; after 2; waits 1s at most for a log line with "ready"
  keep   instance api-1, api-2  # unchanged
`,
    );
  });

  it('refuses several instances that would publish the same port', () => {
    expect(() => reconcile({ ...shop, services: [{ ...api, replicas: 2, dependsOn: [] }] }, nothing, DIGESTS)).toThrow(
      'service api has 2 replicas and publishes port 80',
    );
  });

  it('lets every instance go before any starts, as the port that it held may be wanted', () => {
    const changed = [api, db].map((one) => ({ ...one, command: ['other'] }));
    expect(planText({ ...shop, services: changed }, whole)).toBe(` 1 remove instance shop-db  # definition changed
 2 remove instance shop-api  # definition changed
 3 remove volume   shop-db-etc  # holds old files; after 1-2
 4 remove volume   shop-api-etc  # holds old files; after 1-2
 5 create volume   shop-db-etc  # emptied; after 3
 6 create volume   shop-api-etc  # emptied; after 4
 7 create instance shop-db  # definition changed; after 5
 8 create instance shop-api  # definition changed; after 6
 9 start  instance shop-db  # created; after 7; waits 1s at most for a log line with "ready"
10 start  instance shop-api  # created; after 8-9; waits 1s at most for a log line with "ready"
`);
  });

  it('refuses services that wait for each other', () => {
    const services = [service('a', { dependsOn: ['b'] }), service('b', { dependsOn: ['a'] })];
    expect(() => reconcile({ name: 'shop', services }, nothing, DIGESTS)).toThrow('services wait for each other: a → b → a');
  });
});

describe('configHash', () => {
  it('does not depend on the order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(db).reverse()) as unknown as Service;
    expect(configHash(reversed, DIGESTS)).toBe(configHash(db, DIGESTS));
  });

  it.each<[string, Partial<Service>]>([
    ['content of a file', { files: [{ ...db.files[0], content: '{ }' } as Service['files'][number]] }],
    ['mode of a file', { files: [{ ...db.files[0], mode: 0o644 } as Service['files'][number]] }],
    ['limit', { resources: { memoryBytes: 2, pids: 1 } }],
    ['DNS server', { dns: ['127.0.0.1'] }],
    ['label', { labels: { a: 'b' } }],
  ])('notices another %s', (_, change) => {
    expect(configHash({ ...db, ...change }, DIGESTS)).not.toBe(configHash(db, DIGESTS));
  });
});
