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
import { prerequisites } from './prerequisites.js';

const readiness = { kind: 'query', command: ['ask'], deadlineMs: 1_000 } as const;

const creation = (service: string): Operation => ({
  type: 'create',
  kind: 'service',
  name: `shop-${service}`,
  service,
  cause: 'missing',
  files: [],
  spec: instanceSpec('shop', {
    name: service,
    volumes: [{ name: `${service}-etc`, path: '/etc/supops', keep: false }],
    aliases: [],
    files: [],
    ports: [],
  } as unknown as Service),
});
const start = (service: string, dependsOn: readonly string[] = [], more: { id?: string } = {}): Operation => ({
  type: 'start',
  kind: 'service',
  name: `shop-${service}`,
  service,
  dependsOn,
  readiness,
  ports: [],
  cause: 'created',
  ...more,
});
const removal = (service: string, more: { graceMs?: number } = {}): Operation => ({
  type: 'remove',
  kind: 'service',
  name: `shop-${service}`,
  service,
  id: `old-${service}`,
  cause: 'changed',
  ...more,
});
const other = (type: 'create' | 'remove', kind: 'network' | 'volume', name: string): Operation => ({
  type,
  kind,
  name,
  labels: {},
  cause: 'missing',
});

const PLAN: readonly Operation[] = [
  removal('db', { graceMs: 5_000 }),
  other('remove', 'volume', 'shop-db-etc'),
  other('create', 'network', 'shop'),
  other('create', 'volume', 'shop-db-etc'),
  other('create', 'volume', 'shop-api-etc'),
  creation('db'),
  creation('api'),
  start('db'),
  start('api', ['db']),
  start('cache', [], { id: 'old-cache' }),
];

const planOf = (operations: readonly Operation[]): Plan => ({ stack: 'shop', operations, unchanged: [] });

const ready: Engine['exec'] = async () => ({ exitCode: 0, stdout: '', stderr: '' });

function setUp(parts: FakeEngineParts = {}, signal?: AbortSignal) {
  const { engine, calls } = fakeEngine({ exec: ready, ...parts });
  const progress: Progress[] = [];
  const host: Host = {
    engine,
    clock: fakeClock(),
    stateDir: '/nowhere',
    onProgress: (step) => progress.push(step),
    ...(signal ? { signal } : {}),
  };
  return { host, calls, progress };
}

describe('prerequisites', () => {
  it('makes each operation wait for what it needs, and for nothing else', () => {
    const text = (operation: Operation) => `${operation.type} ${operation.name}`;
    const waits = [...prerequisites(planOf(PLAN))].map(([operation, before]) => [text(operation), before.map(text)]);
    expect(waits).toEqual([
      ['remove shop-db', []],
      ['remove shop-db-etc', ['remove shop-db']],
      ['create shop', []],
      ['create shop-db-etc', ['remove shop-db-etc']],
      ['create shop-api-etc', []],
      ['create shop-db', ['remove shop-db', 'create shop', 'create shop-db-etc']],
      ['create shop-api', ['create shop', 'create shop-api-etc']],
      ['start shop-db', ['remove shop-db', 'create shop-db']],
      ['start shop-api', ['remove shop-db', 'create shop-api', 'start shop-db']],
      ['start shop-cache', ['remove shop-db']],
    ]);
  });
});

describe('execute', () => {
  it('does every operation, each after what it needs', async () => {
    const { host, calls } = setUp();
    await execute(host, planOf(PLAN));
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

  it('fails with the last twenty lines of a service that does not become ready, and does not start what needs it', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => ({ text: `line ${i}`, time: i, stream: 'stdout' as const }));
    const exec: Engine['exec'] = async () => ({ exitCode: 1, stdout: '', stderr: 'no such table' });
    const { host, calls, progress } = setUp({ exec, lines });
    await expect(
      execute(host, planOf([start('db', [], { id: 'x' }), start('api', ['db'], { id: 'y' })])),
    ).rejects.toMatchObject({
      code: 'deploy-failed',
      exitCode: 5,
      message: 'service db did not become ready: not ready after 1.0 s: no such table',
      hint: 'read all its lines with `supops logs db`',
      details: lines.slice(10).map(({ text }) => text),
    });
    expect(calls).toEqual(['start x']);
    expect(progress.at(-1)).toEqual({
      subject: 'service db',
      status: 'failed',
      detail: 'not ready after 1.0 s: no such table',
    });
  });

  it('tells the first failure, and lets what is under way end', async () => {
    let ended = false;
    const { host } = setUp({
      createNetwork: () => Promise.reject(new Error('first')),
      createVolume: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        ended = true;
        throw new Error('second');
      },
    });
    await expect(execute(host, planOf([other('create', 'network', 'n'), other('create', 'volume', 'v')]))).rejects.toThrow(
      'first',
    );
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
    await expect(execute(host, planOf([other('create', 'network', 'shop'), creation('db'), start('db')]))).rejects.toThrow(
      'interrupted',
    );
    expect(calls).toEqual([]);
  });
});
