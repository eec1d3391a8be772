import { describe, expect, test } from 'vitest';
import type { EngineEvent, Instance } from '../../stack/engine/engine.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import type { Agent } from '../agents/client/agent.js';
import { faultContext } from '../testing/fault-context.js';
import { crash } from './crash.js';
import { crashLoop } from './crash-loop.js';
import type { Victim } from './fault.js';

const instance = fakeInstance({
  id: 'abc',
  startedAt: 5_000,
  restartCount: 2,
  restartPolicy: { name: 'unless-stopped' },
  processId: 4711,
});
const { service } = instance;
const victim: Victim = {
  instance,
  ref: { selector: { 'dev.supops.stack': 'shop' }, service, instance: 'db', id: 'abc', startedAt: 5_000 },
};
const ended: EngineEvent = {
  kind: 'ended',
  word: 'die',
  time: 9_050,
  instanceId: 'abc',
  service,
  instance: 'db',
  exitCode: 137,
};
const RESTARTED: Partial<Instance> = { startedAt: 9_200, restartCount: 3 };

/** The victim as it is found after the injection, and what its agent is told. */
function after(now: Partial<Instance>, events: readonly EngineEvent[] = [ended]) {
  const told: unknown[] = [];
  const agent = { apply: async (args: unknown) => void told.push(args) } as unknown as Agent;
  const { engine } = fakeEngine({ inspect: async () => ({ ...instance, ...now }) });
  const agents = new Map([['abc', agent]]);
  return { told, context: faultContext({ engine, victims: [victim], events, since: 9_000, agents }) };
}

describe('a crash', () => {
  test('is made by an agent that sees processes, may send signals, and is told which process is the victim’s', async () => {
    const { told, context } = after({});
    await crash.inject(context);
    expect(told).toEqual([{ victim: 'abc', process: 4711 }]);
    expect(crash.agent?.({})).toEqual({ program: 'crash', shares: { processes: true }, capabilities: ['KILL'] });
  });

  test('fails if the engine does not say which process is the victim’s', async () => {
    const { processId: _, ...unknown } = instance;
    const { context } = after({});
    await expect(crash.inject({ ...context, victims: [{ ...victim, instance: unknown }] })).rejects.toThrow(
      'the engine does not say which process is that of db',
    );
  });

  test('is proven by the end of the pinned life and a restart that the engine has counted', async () => {
    expect(await crash.prove(after(RESTARTED).context)).toEqual({
      proven: true,
      evidence:
        'engine event die (exit code 137) of db (abc); restarts by the engine: 2 before, 3 now; state read back: running',
      at: 9_050,
    });
  });

  test.each<[string, Partial<Instance>, readonly EngineEvent[]]>([
    ['it did not end', {}, []],
    ['it ended before the injection', RESTARTED, [{ ...ended, time: 4_000 }]],
    ['it was not started again', { state: 'exited', startedAt: 5_000 }, [ended]],
    ['somebody else started it: the engine counts no restart', { startedAt: 9_200, restartCount: 0 }, [ended]],
  ])('is not proven if %s', async (_case, now, events) => {
    expect((await crash.prove(after(now, events).context)).proven).toBe(false);
  });

  test('is refused for a victim that nothing would start again', () => {
    expect(crash.refusal({ ...instance, restartPolicy: { name: 'no' } }, {})).toBe(
      'its restart policy is `no`, so that nothing would start it again: use `kill`',
    );
    expect(crash.refusal(instance, {})).toBeUndefined();
  });

  test('is undone by a start, if it does not run', () => {
    expect(crash.plan(victim, {})).toEqual([{ kind: 'start', target: victim.ref, args: {} }]);
  });
});

describe('a crash loop', () => {
  test('tells the agent how often, and explains every start while it lasts', async () => {
    const { told, context } = after({});
    await crashLoop.inject({ ...context, params: { every: '2s', times: 5 } });
    await crashLoop.inject(context);
    expect(told).toEqual([
      { victim: 'abc', process: 4711, everyMs: 2_000, times: 5 },
      { victim: 'abc', process: 4711, everyMs: 1_000 },
    ]);
    expect(crashLoop.recurs({})).toBe(true);
    expect(crash.recurs({})).toBe(false);
  });

  test('is no faster than ten times a second', () => {
    expect(crashLoop.params.safeParse({ every: '99ms' }).error?.issues[0]?.message).toBe('expected at least 100ms');
  });
});
