import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Helper } from '../../stack/engine/engine.js';
import { fakeEngine } from '../../stack/testing/fake-engine.js';
import type { GuardianReply } from '../agents/guardian/protocol.js';
import { startGuardian } from './guardian.js';

/** A fake guardian container: the test decides what it replies and when it ends. */
function fakeHelper(answer: (line: string) => GuardianReply | undefined, first: GuardianReply | undefined = { type: 'ready' }) {
  const said: string[] = [];
  let wake = () => {};
  const say = (reply: GuardianReply | undefined) => {
    if (reply) said.push(JSON.stringify(reply));
    wake();
  };
  say(first);
  let end = (_code: number) => {};
  let lose = (_error: Error) => {};
  const exited = new Promise<number>((resolve, reject) => {
    end = resolve;
    lose = reject;
  });
  async function* output() {
    for (;;) {
      const text = said.shift();
      if (text !== undefined) yield { stream: 'stdout' as const, text };
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  const helper: Helper = { id: 'g1', write: async (line) => say(answer(line)), end: () => {}, output: output(), exited };
  return { helper, end: (code: number) => end(code), lose: (error: Error) => lose(error) };
}

const PARTS = { host: { image: 'node', node: 'node' }, run: 'run', programs: async () => '', agents: [] };

const supervisedWith = (helper: Helper) => {
  const { engine, calls } = fakeEngine({ capabilities: { helpers: { run: async () => helper } } });
  const supervised = { engine, name: 'shop' };
  return { supervised, calls };
};

const obedient = (line: string): GuardianReply | undefined =>
  line.includes('"arm"') ? { type: 'armed', records: 0 } : undefined;

describe('the guardian', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('is reported as lost, without an unhandled rejection, if the engine goes down with it', async () => {
    const { helper, lose } = fakeHelper(obedient);
    const guardian = await startGuardian(supervisedWith(helper).supervised, PARTS);
    lose(new Error('socket hang up'));
    expect(await guardian.lost).toContain('the guardian was lost (socket hang up)');
    expect(guardian.isLost()).toBeDefined();
  });

  test('is removed if it does not come up, and no longer locks the stack', async () => {
    const { supervised, calls } = supervisedWith(fakeHelper(obedient, { type: 'released' }).helper);
    const start = startGuardian(supervised, PARTS).catch((error) => error);
    await vi.advanceTimersByTimeAsync(15_100);
    expect(await start).toMatchObject({ code: 'guardian-failed', exitCode: 4, hint: expect.stringContaining('docker info') });
    expect(calls).toEqual(['remove g1']);
  });

  test('reports which reply is missing if it does not accept an undo list', async () => {
    const { supervised } = supervisedWith(fakeHelper(() => undefined).helper);
    const guardian = await startGuardian(supervised, PARTS);
    const armed = guardian.arm([], 1_000).catch((error) => error);
    await vi.advanceTimersByTimeAsync(15_100);
    expect((await armed).message).toContain('the guardian did not answer "armed"');
    expect(guardian.armed()).toBe(true);
  });

  test('is released once, and its end is not a loss', async () => {
    const { helper, end } = fakeHelper(obedient);
    const { supervised, calls } = supervisedWith(helper);
    const guardian = await startGuardian(supervised, PARTS);
    const released = guardian.release();
    end(0);
    await released;
    await guardian.release();
    expect(guardian.isLost()).toBeUndefined();
    expect(calls).toEqual([]);
  });

  test('stays when it is disarmed, and its end is no loss from then on', async () => {
    const { helper, end } = fakeHelper(obedient);
    const { supervised, calls } = supervisedWith(helper);
    const guardian = await startGuardian(supervised, PARTS);
    await guardian.arm([], 1_000);
    expect(guardian.armed()).toBe(true);
    await guardian.disarm();
    expect([guardian.armed(), calls]).toEqual([false, []]);
    end(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(guardian.isLost()).toBeUndefined();
  });

  test('is removed if it does not exit', async () => {
    const { supervised, calls } = supervisedWith(fakeHelper(obedient).helper);
    const guardian = await startGuardian(supervised, PARTS);
    const released = guardian.release();
    await vi.advanceTimersByTimeAsync(5_100);
    await released;
    expect(calls).toEqual(['remove g1']);
  });

  test('does not keep a run from ending if the engine is gone at its release', async () => {
    const { helper, lose } = fakeHelper(obedient);
    const guardian = await startGuardian(supervisedWith(helper).supervised, PARTS);
    const released = guardian.release();
    lose(new Error('socket hang up'));
    await expect(released).resolves.toBeUndefined();
  });
});
