import { afterAll, beforeAll, expect, test } from 'vitest';
import { need } from '../../stack/engine/engine.js';
import { LABEL } from '../../stack/model/labels.js';
import { FRONT_PORT } from '../../stack/services/contracts.js';
import { createWorkspace, expectExit, type Workspace } from '../helpers/workspace.js';

// What each flag of the api does, as its users and the engine see it, and that nothing of it is left once it is cleared.

let workspace: Workspace;
let site: URL;
const INSTANCES = ['api-1', 'api-2'];
const MEBIBYTE = 1024 * 1024;

beforeAll(async () => {
  workspace = await createWorkspace('supops-e2e-app');
  expectExit(await workspace.supops('up'), 0);
  site = (await workspace.engine.reach(await workspace.instance('front'), FRONT_PORT)).url;
});
afterAll(() => workspace.remove());

/** Gives both instances an order by the command that their label names. */
async function flags(...order: readonly string[]): Promise<readonly unknown[]> {
  return Promise.all(
    INSTANCES.map(async (name) => {
      const { id, labels } = await workspace.instance(name);
      const command: string[] = JSON.parse(labels[LABEL.admin] ?? '[]');
      const { exitCode, stdout, stderr } = await workspace.engine.exec(id, [...command, ...order]);
      if (exitCode !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    }),
  );
}

const set = (values: object) => flags('set', JSON.stringify({ ...values, ttlMs: 60_000 }));

/** Status and duration of some requests, one after another. */
async function ask(path: string, times = 12): Promise<readonly { readonly status: number; readonly ms: number }[]> {
  const answers = [];
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    const { status } = await fetch(new URL(path, site), { headers: { connection: 'close' } });
    answers.push({ status, ms: performance.now() - start });
  }
  return answers;
}

const statuses = async (path: string, times?: number) => new Set((await ask(path, times)).map(({ status }) => status));
const fastest = async (path: string) => Math.min(...(await ask(path, 4)).map(({ ms }) => ms));

/** The engine's figures of an instance, a number of seconds later. */
async function usageAfter(name: string, seconds: number) {
  const { id } = await workspace.instance(name);
  const taken = [];
  for await (const sample of need(workspace.engine, 'usage').samples(id, AbortSignal.timeout(30_000))) {
    taken.push(sample);
    if (taken.length > seconds) break;
  }
  const [first, last] = [taken[0], taken.at(-1)];
  if (!first || !last || first === last) throw new Error(`no figures of ${name}`);
  return {
    mebibytes: last.memoryWorkingSetBytes / MEBIBYTE,
    cores: (last.cpuSeconds - first.cpuSeconds) / ((last.time - first.time) / 1_000),
  };
}

test('errors: all answers of the shop are 500, and good again', async () => {
  await set({ errors: 1 });
  expect([...(await statuses('/api/products'))]).toEqual([500]);
  expect([...(await statuses('/'))]).toEqual([200]);
  await flags('clear');
  expect([...(await statuses('/api/products'))]).toEqual([200]);
});

test('slow: one route answers late', async () => {
  await set({ slow: { route: '/api/products/:id', delayMs: 1_500 } });
  expect(await fastest('/api/products/3')).toBeGreaterThan(1_500);
  expect(await fastest('/api/products')).toBeLessThan(1_500);
  await flags('clear');
  expect(await fastest('/api/products/3')).toBeLessThan(1_500);
});

test('badKey: one product cannot be read', async () => {
  await set({ badKey: 3 });
  expect([...(await statuses('/api/products/3'))]).toEqual([500]);
  expect([...(await statuses('/api/products/4'))]).toEqual([200]);
  await flags('clear');
  expect([...(await statuses('/api/products/3'))]).toEqual([200]);
});

test('leak: the engine sees the memory taken, and given back', async () => {
  const before = (await usageAfter('api-1', 1)).mebibytes;
  await set({ leak: 20 });
  expect((await usageAfter('api-1', 4)).mebibytes).toBeGreaterThan(before + 50);
  await flags('clear');
  expect((await usageAfter('api-1', 1)).mebibytes).toBeLessThan(before + 30);
});

test('cpu: the engine sees the time burnt, and the flag can still be cleared', async () => {
  await set({ cpu: 0.9 });
  const busy = (await usageAfter('api-1', 3)).cores;
  await flags('clear');
  const idle = (await usageAfter('api-1', 3)).cores;
  // Both instances burn: on a busy machine each gets what is left.
  expect(busy).toBeGreaterThan(idle + 0.2);
});

test('a flag ends by itself, and an instance that was started again has none', async () => {
  await flags('set', '{"errors":1,"ttlMs":100}');
  await expect.poll(() => flags('get'), { timeout: 5_000 }).toEqual([{}, {}]);
  await set({ errors: 1 });
  const { id } = await workspace.instance('api-1');
  await workspace.engine.stop(id, 5_000);
  await workspace.engine.start(id);
  await expect.poll(() => flags('get').catch(() => undefined), { timeout: 30_000 }).toMatchObject([{}, { errors: {} }]);
  expect((await flags('get'))[0]).toEqual({});
  await flags('clear');
});

test('the report takes more than a second, and is answered', async () => {
  const [{ status, ms } = { status: 0, ms: 0 }] = await ask('/api/reports/sales', 1);
  expect(status).toBe(200);
  expect(ms).toBeGreaterThan(1_200);
});
