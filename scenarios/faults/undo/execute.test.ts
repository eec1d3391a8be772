import { describe, expect, test } from 'vitest';
import { SupopsError } from '../../../core/errors.js';
import { type Clock, systemClock } from '../../../core/time.js';
import type { Engine, Instance } from '../../../stack/engine/engine.js';
import { formatRestartPolicy, type RestartPolicy } from '../../../stack/model/restart-policy.js';
import { fakeEngine, fakeInstance } from '../../../stack/testing/fake-engine.js';
import type { UndoRecord } from '../../model/fault.js';
import { executeUndo } from './execute.js';

const target = { selector: { 'dev.supops.stack': 'shop' }, service: 'db', instance: 'db', id: 'abc', startedAt: 7 };
const RECORDS: readonly UndoRecord[] = [
  { kind: 'restart-policy', target, args: { policy: 'unless-stopped' } },
  { kind: 'start', target, args: {} },
];

// Time advances only in `sleep`.
function fakeClock(onTick: (now: number) => void = () => {}): Clock {
  let now = 0;
  const sleep = async (ms: number) => {
    now += ms;
    onTick(now);
  };
  return { now: () => now, monotonic: () => now, sleep };
}

const running = fakeInstance({ id: 'abc', startedAt: 7, restartPolicy: { name: 'unless-stopped' } });

function engineOf(instances: Instance[]) {
  const calls: string[] = [];
  const find = (id: string) => {
    const found = instances.find((instance) => instance.id === id);
    if (!found) throw new SupopsError({ code: 'not-found', exitCode: 4, message: `no ${id}` });
    return found;
  };
  const change = (part: Partial<Instance>) => instances.splice(0, 1, { ...(instances[0] as Instance), ...part });
  const { engine } = fakeEngine({
    inspect: async (id: string) => find(id),
    observe: async () => ({ instances, helpers: [], volumes: [], networks: [] }),
    start: async (id: string) => {
      calls.push(`start ${id}`);
      change({ state: 'running' });
    },
    capabilities: {
      restartPolicy: {
        set: async (id: string, restartPolicy: RestartPolicy) => {
          calls.push(`policy ${id} ${formatRestartPolicy(restartPolicy)}`);
          change({ restartPolicy });
        },
      },
    },
  });
  return { ...engine, calls, change };
}

const toolsOf = (engine: Engine, clock: Clock = fakeClock()) => ({ engine, clock, programs: async () => '' });

describe('an undo', () => {
  test('brings a killed and held victim back, policy first', async () => {
    const engine = engineOf([{ ...running, state: 'exited', restartPolicy: { name: 'no' } }]);
    const result = await executeUndo(toolsOf(engine), RECORDS, { timeoutMs: 5_000, settleMs: 0 });
    expect(result).toMatchObject({ done: true, detail: 'db restart policy unless-stopped, db running' });
    expect(engine.calls).toEqual(['policy abc unless-stopped', 'start abc']);
  });

  test('does nothing if nothing was touched', async () => {
    const engine = engineOf([running]);
    expect((await executeUndo(toolsOf(engine), RECORDS, { timeoutMs: 5_000, settleMs: 0 })).done).toBe(true);
    expect(engine.calls).toEqual([]);
  });

  test('outlasts a fault whose request was still in flight in the engine', async () => {
    const engine = engineOf([running]);
    const clock = fakeClock((now) => {
      if (now === 600) engine.change({ state: 'exited', restartPolicy: { name: 'no' } });
    });
    const result = await executeUndo(toolsOf(engine, clock), RECORDS, { timeoutMs: 10_000, settleMs: 1_000 });
    expect(result.done).toBe(true);
    expect(engine.calls).toEqual(['policy abc unless-stopped', 'start abc']);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(1_600);
  });

  test('leaves a victim alone that somebody replaced', async () => {
    const engine = engineOf([{ ...running, id: 'new' }]);
    const result = await executeUndo(toolsOf(engine), RECORDS, { timeoutMs: 5_000, settleMs: 0 });
    expect(result).toMatchObject({ done: true, detail: 'db was replaced by new' });
    expect(engine.calls).toEqual([]);
  });

  test('says what is left if the victim is gone', async () => {
    const result = await executeUndo(toolsOf(engineOf([])), RECORDS, { timeoutMs: 1_000, settleMs: 0 });
    expect(result).toMatchObject({ done: false, detail: 'db (abc) is gone' });
  });

  test('starts the victim even if its policy cannot be restored, and says what is left', async () => {
    const engine = engineOf([{ ...running, state: 'exited', restartPolicy: { name: 'no' } }]);
    const broken = { ...engine, restartPolicy: { set: () => Promise.reject(new Error('the engine refuses')) } };
    const result = await executeUndo(toolsOf(broken), RECORDS, { timeoutMs: 1_000, settleMs: 0 });
    expect(result).toMatchObject({ done: false, detail: 'the engine refuses' });
    expect(engine.calls).toEqual(['start abc']);
  });

  test('gives up on an engine that no longer answers', async () => {
    const engine = engineOf([{ ...running, state: 'exited' }]);
    const hung = { ...engine, start: () => new Promise<void>(() => {}) };
    const result = await executeUndo(toolsOf(hung, systemClock), RECORDS, { timeoutMs: 30, settleMs: 0 });
    expect(result).toMatchObject({ done: false, detail: 'the engine did not answer within 30 ms' });
  });
});
