import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SupopsError } from '../../core/errors.js';
import { fakeEngine } from '../testing/fake-engine.js';
import { diskCheck, judgeDisk } from './disk.js';
import { judgeImages } from './images.js';
import { judgePorts } from './ports.js';
import { removeEmptyStack } from './remove-empty.js';
import { exitOf, runChecks } from './run-checks.js';

const GIBIBYTE = 1024 ** 3;

describe('ports', () => {
  const preferred = { front: 8080, visitors: 8090, prometheus: 9090, alertmanager: 9093, inbox: 8025 };

  test('are named, and those that had to be replaced', () => {
    expect(judgePorts(preferred, false).detail).toBe(
      'free: front 8080, visitors 8090, prometheus 9090, alertmanager 9093, inbox 8025',
    );
    expect(judgePorts({ ...preferred, prometheus: 19090 }, false)).toEqual({
      status: 'ok',
      detail: 'free: front 8080, visitors 8090, prometheus 19090, alertmanager 9093, inbox 8025; 9090 is taken',
    });
    expect(judgePorts({ ...preferred, prometheus: 19090 }, true).detail).toMatch(/^in use by this stack: .* inbox 8025$/);
  });
});

describe('images', () => {
  test.each([
    [{ source: 'debian', notes: [], canBuild: true }, 'ok', 'all there, built from Debian packages'],
    [{ source: 'registry', notes: [], canBuild: false }, 'ok', 'all there, from a registry'],
    [
      { source: 'registry', notes: ['2 images would be pulled'], canBuild: true },
      'ok',
      '2 images would be pulled; if that fails, they are built from Debian packages',
    ],
    [
      { source: 'registry', notes: ['2 images would be pulled'], canBuild: false },
      'warning',
      '2 images would be pulled; they could not be built instead',
    ],
    [
      { source: 'debian', notes: ['an image would be built'], canBuild: false },
      'problem',
      'an image would be built, but mmdebstrap is not installed',
    ],
  ] as const)('%j: %s', (found, status, detail) => {
    expect(judgeImages(found)).toMatchObject({ status, detail });
  });
});

describe('disk', () => {
  const room = (freeBytes: number, more: object = {}) => ({ what: 'runs', folder: '/r', freeBytes, writable: true, ...more });

  test('needs room and the right to write', () => {
    expect(judgeDisk([room(2 * GIBIBYTE), room(50 * GIBIBYTE, { what: 'images' })])).toEqual({
      status: 'ok',
      detail: 'runs 2.0 GiB free, images 50.0 GiB free',
    });
    expect(judgeDisk([room(0.5 * GIBIBYTE)])).toEqual({
      status: 'warning',
      detail: 'runs 512 MiB free',
      hint: 'make room at /r',
    });
    expect(judgeDisk([room(1_000)])).toMatchObject({ status: 'problem', detail: 'runs 0 MiB free' });
    expect(judgeDisk([room(GIBIBYTE, { what: 'state', writable: false })])).toEqual({
      status: 'problem',
      detail: 'state: /r cannot be written to',
      hint: 'set XDG_STATE_HOME to a folder that you may write',
    });
  });

  test('is looked at where the folder will be made, and at the engine’s if it is on this machine', async () => {
    const check = diskCheck([{ what: 'runs', folder: join(tmpdir(), 'not', 'there', 'yet') }], '/no/such/engine');
    expect((await check.run()).detail).toMatch(/^runs [\d.]+ [GM]iB free$/);
  });
});

describe('checks', () => {
  const check = (id: string, run: () => Promise<never>) => ({ id, title: id, run });

  test('go on after one that fails, which is a problem with its hint', async () => {
    const broken = check('a', () => Promise.reject(new SupopsError({ code: 'x', exitCode: 4, message: 'no', hint: 'yes' })));
    const told: string[] = [];
    const all = [broken, { id: 'b', title: 'b', run: async () => ({ status: 'ok', detail: 'fine' }) as const }];
    expect(await runChecks(all, ({ id }) => told.push(id))).toEqual([
      { id: 'a', title: 'a', status: 'problem', detail: 'no', hint: 'yes' },
      { id: 'b', title: 'b', status: 'ok', detail: 'fine' },
    ]);
    expect(told).toEqual(['a', 'b']);
  });

  test('end with 0 despite warnings, with 4 for a problem, with 8 if something is left behind', () => {
    const at = { id: 'a', title: 'a', detail: '' } as const;
    const [warning, problem, left] = [
      { ...at, status: 'warning' },
      { ...at, status: 'problem' },
      { ...at, status: 'problem', leftBehind: true },
    ] as const;
    expect([exitOf([warning]), exitOf([warning, problem]), exitOf([problem, left])]).toEqual([0, 4, 8]);
  });
});

test('a stack that has instances by now is not removed as an empty one', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'supops-doctor-'));
  const remove = async (count: number) => {
    const instances = Array.from({ length: count }, () => ({}));
    const found = { instances, helpers: [], volumes: [{ name: 'v', labels: {} }], networks: [{ name: 'n', labels: {} }] };
    const { engine, calls } = fakeEngine({ observe: async () => found as never, info: async () => ({ id: 'e' }) as never });
    const clock = { now: () => 0, monotonic: () => 0, sleep: async () => {} };
    await removeEmptyStack({ engine, clock, stateDir, programs: async () => '', onProgress: () => {} }, 'shop');
    return calls;
  };
  expect(await remove(1)).toEqual([]);
  expect(await remove(0)).toEqual(['remove volume v', 'remove network n']);
  await rm(stateDir, { recursive: true, force: true });
});
