import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SupopsError } from '../../core/errors.js';
import type { EngineInfo, Instance } from '../../stack/engine/engine.js';
import { LABEL } from '../../stack/model/labels.js';
import { referenceHints } from '../../stack/supervised/reference-hints.js';
import { fakeClock } from '../../stack/testing/fake-clock.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import { activeRunPath, readActiveRun, writeActiveRun } from './active-run.js';
import { undoLeftovers, undoLeftoversAround, waitForGuardian } from './leftovers.js';

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'supops-leftovers-'));
});
afterEach(() => rm(stateDir, { recursive: true, force: true }));

const note = () => activeRunPath(stateDir, 'engine', 'shop');
const target = { selector: { 'dev.supops.stack': 'shop' }, service: 'db', instance: 'db', id: 'old', startedAt: 1 };
const shop = { name: 'shop', hints: referenceHints('shop') };
const active = { run: 'run-1', stack: 'shop', journal: '', records: [{ kind: 'start', target, args: {} }] };
const leaveFault = () => writeActiveRun(note(), active);

function contextWith(instances: Instance[], helpers: Instance[] = []) {
  const { engine } = fakeEngine({
    remove: async (id) => {
      helpers.splice(
        helpers.findIndex((helper) => helper.id === id),
        1,
      );
    },
    info: async () => ({ id: 'engine' }) as EngineInfo,
    observe: async () => ({ instances, helpers, volumes: [], networks: [] }),
    inspect: async (id) => {
      const found = instances.find((instance) => instance.id === id);
      if (!found) throw new SupopsError({ code: 'not-found', exitCode: 4, message: `no ${id}` });
      return found;
    },
    start: async (id) => {
      instances.splice(
        0,
        instances.length,
        ...instances.map((one) => (one.id === id ? { ...one, state: 'running' as const } : one)),
      );
    },
  });
  return { engine, clock: fakeClock(), programs: async () => '', stateDir };
}

describe('what a killed run left behind', () => {
  test('is not what a run that lasts has noted, though it has no guardian', async () => {
    const context = contextWith([fakeInstance({ id: 'old', state: 'exited' })]);
    await writeActiveRun(note(), { ...active, owner: `${hostname()}/${process.ppid}` });
    await expect(undoLeftovers(context, shop)).rejects.toMatchObject({ code: 'run-active', exitCode: 4 });
    // No process has such a number: pid_max is 2^22 at most.
    await writeActiveRun(note(), { ...active, owner: `${hostname()}/99999999` });
    expect(await undoLeftovers(context, shop)).toContain('its faults are undone: db running');
  });

  test('is undone, reported and forgotten', async () => {
    await leaveFault();
    const context = contextWith([fakeInstance({ id: 'old', state: 'exited' })]);
    expect(await undoLeftovers(context, shop)).toBe('run run-1 did not end by itself; its faults are undone: db running');
    expect(await readActiveRun(note())).toBeUndefined();
    expect(await undoLeftovers(context, shop)).toBeUndefined();
  });

  test('stays noted if it cannot be undone, with commands that help', async () => {
    await leaveFault();
    await expect(undoLeftovers(contextWith([fakeInstance({ id: 'x', service: 'cache' })]), shop)).rejects.toMatchObject({
      code: 'undo-failed',
      exitCode: 8,
      hint: 'run `supops up --stack shop`, which recreates what is gone; or `supops down --stack shop`',
    });
    expect(await readActiveRun(note())).toBeDefined();
  });

  test('does not keep `up` from bringing back a victim that is gone', async () => {
    await leaveFault();
    const instances = [fakeInstance({ id: 'x', service: 'cache' })];
    const notes: string[] = [];
    const deployed = await undoLeftoversAround(contextWith(instances), shop, {
      deploy: async () => instances.push(fakeInstance({ id: 'new' })),
      onNote: (text) => notes.push(text),
    });
    expect(deployed).toBe(2);
    expect(notes).toEqual([
      'run run-1 left a fault behind that cannot be undone: db (old) is gone; deploying first',
      'run run-1 did not end by itself; nothing is left to undo: db was replaced by new',
    ]);
    expect(await readActiveRun(note())).toBeUndefined();
  });

  test('is still an error if deploying did not help either', async () => {
    await leaveFault();
    const failing = undoLeftoversAround(contextWith([fakeInstance({ id: 'x', service: 'cache' })]), shop, {
      deploy: async () => {},
      onNote: () => {},
    });
    await expect(failing).rejects.toMatchObject({ code: 'undo-failed', exitCode: 8 });
  });

  // No process has such a number: pid_max is 2^22 at most.
  const DEAD = `${hostname()}/99999999`;
  const guardian = (owner: string, state: Instance['state'] = 'running') =>
    fakeInstance({ id: 'guardian', service: 'guardian', state, labels: { [LABEL.owner]: owner } });

  test('is taken over from a guardian that tries in vain on behalf of a dead run', async () => {
    await leaveFault();
    const helpers = [guardian(DEAD)];
    const context = contextWith([fakeInstance({ id: 'old', state: 'exited' })], helpers);
    expect(await undoLeftovers(context, shop)).toContain('db running');
    expect(helpers).toEqual([]);
  });

  test('stays with a guardian whose undo list nobody else knows', async () => {
    const helpers = [guardian(DEAD)];
    await expect(undoLeftovers(contextWith([], helpers), shop)).rejects.toMatchObject({ code: 'run-active', exitCode: 4 });
    expect(helpers).toHaveLength(1);
  });

  test('is not touched while its run is alive', async () => {
    await leaveFault();
    const context = contextWith([fakeInstance({ id: 'old', state: 'exited' })], [guardian(`${hostname()}/${process.ppid}`)]);
    await expect(undoLeftovers(context, shop)).rejects.toMatchObject({ code: 'run-active' });
    expect(context.clock.monotonic()).toBe(0);
  });

  test.each(['elsewhere/1', `${hostname()}/${process.ppid}`])('can be forced past a guardian of %s', async (owner) => {
    const helpers = [guardian(owner)];
    const context = contextWith([], helpers);
    await waitForGuardian(context, 'shop', { takeOver: true, force: true });
    expect(helpers).toEqual([]);
    expect(context.clock.monotonic()).toBeLessThan(1_000);
  });

  test('includes a guardian that was never started', async () => {
    const helpers = [guardian('elsewhere/1', 'created')];
    expect(await undoLeftovers(contextWith([], helpers), shop)).toBeUndefined();
    expect(helpers).toEqual([]);
  });
});
