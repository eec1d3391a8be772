import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Instance } from '../../stack/engine/engine.js';
import { LABEL } from '../../stack/model/labels.js';
import { fakeClock } from '../../stack/testing/fake-clock.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import { restartPolicyRecord } from '../faults/undo/restart-policy.js';
import { activeRunPath, readActiveRun, writeActiveRun } from '../safety/active-run.js';
import { leftoverCheck } from './leftovers.js';

const SHOP = { [LABEL.stack]: 'shop' };
/** A process that cannot be there. */
const DEAD = `${hostname()}/4194305`;
const helper = (more: Partial<Instance>) =>
  fakeInstance({
    id: 'h',
    name: 'shop-agent',
    service: 'agent-x',
    labels: { ...SHOP, [LABEL.role]: 'helper', [LABEL.owner]: DEAD },
    ...more,
  });

const folders: string[] = [];
afterEach(
  async () => void (await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))),
);

/** An engine with these things of one stack; what is removed is gone. */
async function world({
  instances = [],
  helpers = [],
  volumes = [],
}: {
  instances?: Instance[];
  helpers?: Instance[];
  volumes?: string[];
}) {
  const stateDir = await mkdtemp(join(tmpdir(), 'supops-doctor-'));
  folders.push(stateDir);
  let present = helpers;
  let kept = volumes;
  const { engine, calls } = fakeEngine({
    info: async () => ({ id: 'engine' }) as never,
    stacks: async () => ['shop'],
    observe: async () => ({ instances, helpers: present, volumes: kept.map((name) => ({ name, labels: SHOP })), networks: [] }),
    inspect: async (id) => instances.find((one) => one.id === id) ?? fakeInstance({ id }),
    remove: async (id) => {
      calls.push(`remove ${id}`);
      present = present.filter((one) => one.id !== id);
    },
  });
  const path = activeRunPath(stateDir, 'engine', 'shop');
  const check = (fix: boolean, only?: string) =>
    leftoverCheck({
      engine,
      clock: fakeClock(),
      programs: async () => '',
      stateDir,
      fix,
      only,
      hintsOf: () => ({ restore: 'supops up' }),
      removeStack: async (stack) => {
        calls.push(`remove stack ${stack}`);
        kept = [];
      },
    }).run();
  return { check, calls, path };
}

const db = fakeInstance({ id: 'db1', labels: SHOP, restartPolicy: { name: 'no' } });
const record = restartPolicyRecord({
  instance: { ...db, restartPolicy: { name: 'always' } },
  ref: { selector: SHOP, service: 'db', instance: 'db', id: 'db1', startedAt: db.startedAt },
});

test('nothing is touched unless it is asked for', async () => {
  const { check, calls, path } = await world({ instances: [db], helpers: [helper({})] });
  await writeActiveRun(path, { run: 'run-1', stack: 'shop', journal: '/j', records: [record] });
  expect(await check(false)).toMatchObject({ status: 'problem', leftBehind: true });
  expect(calls).toEqual([]);
  expect((await readActiveRun(path))?.run).toBe('run-1');
});

test('an agent of a process that has ended is told to end before it is removed', async () => {
  const { check, calls } = await world({ instances: [db], helpers: [helper({})] });
  expect(await check(true)).toEqual({ status: 'ok', detail: 'fixed: removed shop-agent' });
  expect(calls).toEqual(['stop h within 5000', 'remove h']);
});

test('a note about a stack that is gone is removed, and so is one that was never completed', async () => {
  const { check, path } = await world({});
  await writeActiveRun(path, { run: 'run-1', stack: 'shop', journal: '/j', records: [record] });
  expect(await check(true)).toEqual({
    status: 'ok',
    detail: 'fixed: run run-1 did not end by itself; nothing is left to undo: the stack is gone',
  });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '{"run":');
  expect(await check(true)).toEqual({ status: 'ok', detail: `fixed: removed ${path}, which was never completed` });
});

test('what is left of a stack without instances is removed', async () => {
  const { check, calls } = await world({ volumes: ['shop-db-data'] });
  expect(await check(true)).toEqual({ status: 'ok', detail: 'fixed: removed what was left of stack shop' });
  expect(calls).toEqual(['remove stack shop']);
});

test('a fault that cannot be undone is said, and stays left behind', async () => {
  // The policy that is set never reads back.
  const { check, path } = await world({ instances: [db] });
  await writeActiveRun(path, { run: 'run-1', stack: 'shop', journal: '/j', records: [record] });
  const found = await check(true);
  expect(found).toMatchObject({ status: 'problem', leftBehind: true });
  expect(found.detail).toMatch(/^run run-1 left a fault behind that cannot be undone: /);
});

test('with a stack named, others are left alone', async () => {
  const { check, calls } = await world({ helpers: [helper({})], volumes: ['v'] });
  expect(await check(true, 'other')).toEqual({ status: 'ok', detail: 'none' });
  expect(calls).toEqual([]);
});
