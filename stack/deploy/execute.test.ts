import { describe, expect, it } from 'vitest';
import type { Progress } from '../../core/progress.js';
import type { Engine } from '../engine/engine.js';
import type { Service } from '../model/stack.js';
import { fakeClock } from '../testing/fake-clock.js';
import { type FakeEngineParts, fakeEngine } from '../testing/fake-engine.js';
import { execute } from './execute.js';
import type { Host } from './host.js';
import { instanceSpec } from './instance-spec.js';
import type { Operation, Plan } from './plan.js';

const readiness = { kind: 'query', command: ['ask'], deadlineMs: 1_000 } as const;

const creation = (instance: string, after: readonly string[] = []): Operation => ({
  id: `create instance shop-${instance}`,
  type: 'create',
  kind: 'instance',
  name: `shop-${instance}`,
  instance,
  cause: 'missing',
  after,
  files: [],
  spec: instanceSpec(
    'shop',
    {
      name: instance,
      service: { name: instance, volumes: [], aliases: [], files: [], ports: [] } as unknown as Service,
    },
    {},
  ),
});
const start = (instance: string, after: readonly string[] = [], more: { instanceId?: string } = {}): Operation => ({
  id: `start instance shop-${instance}`,
  type: 'start',
  kind: 'instance',
  name: `shop-${instance}`,
  instance,
  ready: { readiness, ports: [] },
  cause: 'created',
  after,
  ...more,
});
const removal = (instance: string, more: { graceMs?: number } = {}): Operation => ({
  id: `remove instance shop-${instance}`,
  type: 'remove',
  kind: 'instance',
  name: `shop-${instance}`,
  instance,
  instanceId: `old-${instance}`,
  cause: 'changed',
  after: [],
  ...more,
});
const other = (
  type: 'create' | 'remove',
  kind: 'network' | 'volume',
  { name, after = [] }: { readonly name: string; readonly after?: readonly string[] },
): Operation => ({ id: `${type} ${kind} ${name}`, type, kind, name, labels: {}, cause: 'missing', after });

const PLAN: readonly Operation[] = [
  removal('db', { graceMs: 5_000 }),
  other('remove', 'volume', { name: 'shop-db-etc', after: ['remove instance shop-db'] }),
  other('create', 'network', { name: 'shop' }),
  other('create', 'volume', { name: 'shop-db-etc', after: ['remove volume shop-db-etc'] }),
  other('create', 'volume', { name: 'shop-api-etc' }),
  creation('db', ['create network shop', 'create volume shop-db-etc']),
  creation('api', ['create network shop', 'create volume shop-api-etc']),
  start('db', ['create instance shop-db']),
  start('api', ['create instance shop-api', 'start instance shop-db']),
  start('cache', ['remove instance shop-db'], { instanceId: 'old-cache' }),
];

const SECRETS = { shopPassword: 'hunter2hunter2' };

const planOf = (operations: readonly Operation[]): Plan => ({ stack: 'shop', operations, unchanged: [] });

const ready: Engine['exec'] = async () => ({ exitCode: 0, stdout: '', stderr: '' });

function setUp(parts: FakeEngineParts = {}, signal?: AbortSignal) {
  const { engine, calls } = fakeEngine({ exec: ready, ...parts });
  const progress: Progress[] = [];
  const host: Host = {
    engine,
    clock: fakeClock(),
    stateDir: '/nowhere',
    programs: async () => '',
    onProgress: (step) => progress.push(step),
    ...(signal ? { signal } : {}),
  };
  return { host, calls, progress };
}

describe('execute', () => {
  it('does every operation, each after what it needs', async () => {
    const { host, calls } = setUp();
    await execute(host, planOf(PLAN), SECRETS);
    expect([...calls].sort()).toEqual(
      [
        'stop old-db within 5000',
        'remove old-db',
        'remove volume shop-db-etc',
        'create network shop',
        'create volume shop-db-etc',
        'create volume shop-api-etc',
        'create shop-db',
        'put 0 into new-shop-db',
        'create shop-api',
        'put 0 into new-shop-api',
        'start new-shop-db',
        'start new-shop-api',
        'start old-cache',
      ].sort(),
    );
    const inOrder = ['stop old-db within 5000', 'remove old-db', 'remove volume shop-db-etc', 'create volume shop-db-etc'];
    const then = ['create shop-db', 'put 0 into new-shop-db', 'start new-shop-db', 'start new-shop-api'];
    expect(calls.filter((call) => [...inOrder, ...then].includes(call))).toEqual([...inOrder, ...then]);
  });

  it('puts secrets into files only when it writes them', async () => {
    const written: unknown[] = [];
    const putFiles: Engine['putFiles'] = async (_, entries) => void written.push(...entries);
    const owner = { mode: 0o600, uid: 1, gid: 1 };
    const file = { path: '/etc/supops/my.cnf', content: ['password=', { secret: 'shopPassword' }, '\n'], ...owner };
    const directory = { path: '/etc/supops/rules', ...owner };
    const { host } = setUp({ putFiles });
    await execute(host, planOf([{ ...creation('db'), files: [directory, file] } as Operation]), SECRETS);
    expect(written).toEqual([directory, { path: '/etc/supops/my.cnf', content: 'password=hunter2hunter2\n', ...owner }]);
  });

  it('fails with the last twenty lines of an instance that does not become ready, and does not start what needs it', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => ({ text: `line ${i}`, time: i, stream: 'stdout' as const }));
    const exec: Engine['exec'] = async () => ({ exitCode: 1, stdout: '', stderr: 'no such table' });
    const { host, calls, progress } = setUp({ exec, lines });
    await expect(
      execute(
        host,
        planOf([start('db', [], { instanceId: 'x' }), start('api', ['start instance shop-db'], { instanceId: 'y' })]),
        SECRETS,
      ),
    ).rejects.toMatchObject({
      code: 'deploy-failed',
      exitCode: 5,
      message: 'instance db did not become ready: not ready after 1.0 s: no such table',
      hint: 'read all its lines with `supops logs db`',
      details: lines.slice(10).map(({ text }) => text),
    });
    expect(calls).toEqual(['start x']);
    expect(progress.at(-1)).toEqual({
      subject: 'instance db',
      status: 'failed',
      detail: 'not ready after 1.0 s: no such table',
      part: true,
    });
  });

  it('reports the first failure, and lets what is under way end', async () => {
    let ended = false;
    const { host } = setUp({
      createNetwork: () => Promise.reject(new Error('first')),
      createVolume: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        ended = true;
        throw new Error('second');
      },
    });
    await expect(
      execute(host, planOf([other('create', 'network', { name: 'n' }), other('create', 'volume', { name: 'v' })]), SECRETS),
    ).rejects.toThrow('first');
    expect(ended).toBe(true);
  });

  it('begins nothing new after an abort, and ends with its reason', async () => {
    const controller = new AbortController();
    const { host, calls } = setUp(
      {
        createNetwork: async () => controller.abort(new Error('interrupted')),
      },
      controller.signal,
    );
    await expect(
      execute(
        host,
        planOf([
          other('create', 'network', { name: 'shop' }),
          creation('db', ['create network shop']),
          start('db', ['create instance shop-db']),
        ]),
        SECRETS,
      ),
    ).rejects.toThrow('interrupted');
    expect(calls).toEqual([]);
  });
});
