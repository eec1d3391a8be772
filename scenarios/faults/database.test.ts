import { expect, test } from 'vitest';
import { LABEL } from '../../stack/model/labels.js';
import { fakeClock } from '../../stack/testing/fake-clock.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import type { Agent } from '../agents/client/agent.js';
import { faultContext } from '../testing/fault-context.js';
import { databaseConnections, databaseIndex, databaseLocks, databaseReadOnly } from './database.js';
import type { Victim } from './fault.js';
import { admin } from './undo/admin.js';

const instance = fakeInstance({ id: 'abc', labels: { [LABEL.admin]: '["mariadb","-e"]' } });
const { service } = instance;
const victim: Victim = { instance, ref: { selector: {}, service, instance: 'db', id: 'abc', startedAt: 5_000 } };
const access = { port: 3306, user: 'faults', password: 'secret' };

/** A server that answers each statement with the next of these, and what it was asked. */
function serverThat(...answers: readonly string[]) {
  const asked: (readonly string[])[] = [];
  const left = [...answers];
  const { engine } = fakeEngine({
    exec: async (_id, command) => {
      asked.push(command);
      return { exitCode: 0, stdout: `${left.length > 1 ? left.shift() : left[0]}\n`, stderr: '' };
    },
  });
  return { engine, asked };
}

test('sessions are held by an agent that is told the account, and the undo record says nothing of it', async () => {
  const told: unknown[] = [];
  const agent = { apply: async (args: unknown) => void told.push(args) } as unknown as Agent;
  const context = (params: Readonly<Record<string, unknown>>) =>
    faultContext({
      engine: fakeEngine().engine,
      victims: [victim],
      params,
      agents: new Map([['abc', agent]]),
      system: { targets: new Map(), databases: new Map([['db', access]]) },
    });
  await databaseConnections.inject(context({}));
  await databaseLocks.inject(context({ tables: ['shop.orders'], lock: '1500ms' }));
  expect(told).toEqual([
    { ...access, act: { kind: 'connections', count: undefined } },
    { ...access, act: { kind: 'locks', tables: ['shop.orders'], holdMs: 1_500, pauseMs: 100 } },
  ]);
  expect(databaseConnections.plan(victim, {})).toEqual([]);
});

test('a read-only database is proven and undone by what the server answers', async () => {
  const { engine, asked } = serverThat('0', '1');
  const context = faultContext({ engine, victims: [victim], clock: fakeClock(9_000) });
  await databaseReadOnly.inject(context);
  expect(asked).toEqual([['mariadb', '-e', 'SET GLOBAL read_only = 1']]);
  expect(await databaseReadOnly.prove(context)).toMatchObject({ proven: true, evidence: 'db (abc): @@read_only reads 1' });
  expect(await databaseReadOnly.prove({ ...context, engine: serverThat('0').engine })).toMatchObject({
    proven: false,
    evidence: 'db (abc) answers "0", not "1" after 5.0 s',
  });
  const [record] = databaseReadOnly.plan(victim, {});
  const tools = { engine: serverThat('1').engine, clock: fakeClock(), programs: async () => '' };
  expect(await admin.look(tools, instance, record?.args ?? {})).toEqual({ holds: false, actual: 'answering "1"' });
});

test('an index is hidden by name, and the statement names nothing else', async () => {
  const { engine, asked } = serverThat('YES');
  const params = { table: 'shop.orders', index: 'orders_created_at' };
  await databaseIndex.inject(faultContext({ engine, victims: [victim], params }));
  expect(asked).toEqual([['mariadb', '-e', 'ALTER TABLE `shop`.`orders` ALTER INDEX `orders_created_at` IGNORED']]);
  expect(() => databaseIndex.words({ table: 'shop.orders`; DROP TABLE x', index: 'a' })).toThrow();
});

test('an instance without an admin command cannot be the victim', () => {
  expect(databaseReadOnly.refusal(fakeInstance({ labels: {} }), {})).toBe(
    'it names no command for statements (label dev.supops.admin)',
  );
  expect(databaseReadOnly.refusal(fakeInstance({ labels: { [LABEL.admin]: '{"no":"list"}' } }), {})).toBeDefined();
  expect(databaseReadOnly.refusal(instance, {})).toBeUndefined();
});
