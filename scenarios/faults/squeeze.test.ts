import { describe, expect, test } from 'vitest';
import type { EngineEvent, Instance, UsageSample } from '../../stack/engine/engine.js';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import { faultContext } from '../testing/fault-context.js';
import type { Victim } from './fault.js';
import { squeeze } from './squeeze.js';

const MEBIBYTE = 1_024 * 1_024;
const instance = fakeInstance({ id: 'abc', memoryBytes: 256 * MEBIBYTE });
const { service } = instance;
const victim: Victim = { instance, ref: { selector: {}, service, instance: 'db', id: 'abc', startedAt: 100_000 } };
const update: EngineEvent = { kind: 'changed', word: 'update', time: 9_050, instanceId: 'abc', service, instance: 'db' };

const sample = (more: Partial<UsageSample>): UsageSample => ({
  time: 0,
  cpuSeconds: 0,
  memoryWorkingSetBytes: 0,
  memoryUsageBytes: 100 * MEBIBYTE,
  memoryLimitBytes: 256 * MEBIBYTE,
  throttledPeriods: 40,
  cpuPeriods: 0,
  receivedBytes: 0,
  sentBytes: 0,
  pids: 1,
  ...more,
});

/** A victim that is found with these limits, and then uses what the samples say. */
function squeezed(params: Record<string, unknown>, now: Partial<Instance>, ...samples: readonly Partial<UsageSample>[]) {
  const asked: unknown[] = [];
  const { engine } = fakeEngine({
    inspect: async () => ({ ...instance, ...now }),
    capabilities: {
      limits: { set: async (id, change) => void asked.push([id, change]) },
      usage: {
        async *samples() {
          yield* samples.map(sample);
        },
      },
    },
  });
  return { asked, context: faultContext({ engine, victims: [victim], events: [update], since: 9_000, params }) };
}

describe('a squeeze', () => {
  test.each([
    [{}, { cpus: 0.1 }],
    [{ cpus: 0.5 }, { cpus: 0.5 }],
    [{ memory: '64MiB' }, { memoryBytes: 64 * MEBIBYTE }],
    [
      { cpus: 1, memory: '64MiB' },
      { cpus: 1, memoryBytes: 64 * MEBIBYTE },
    ],
  ])('of %o sets %o, and nothing else', async (params, change) => {
    const { asked, context } = squeezed(params, {});
    await squeeze.inject(context);
    expect(asked).toEqual([['abc', change]]);
  });

  test('is undone by those limits of the victim that it changes', () => {
    const argsOf = (params: Record<string, unknown>, of: Partial<Instance>) =>
      squeeze.plan({ ...victim, instance: { ...instance, ...of } }, params).map(({ kind, args }) => [kind, args]);
    expect(argsOf({ cpus: 0.1 }, {})).toEqual([['limits', { cpus: 'none' }]]);
    expect(argsOf({ cpus: 0.1, memory: '64MiB' }, { cpus: 2 })).toEqual([['limits', { cpus: 2, memoryBytes: 256 * MEBIBYTE }]]);
  });

  test('is refused where it would change nothing, or could not be taken back', () => {
    const refusal = (params: Record<string, unknown>, of: Partial<Instance> = {}) =>
      squeeze.refusal({ ...instance, ...of }, params);
    expect(refusal({ cpus: 0.5 }, { cpus: 0.5 })).toBe('it may use 0.5 CPUs already, which is no more than 0.5');
    expect(refusal({ memory: '256MiB' })).toBe('it may use no more than 256MiB already');
    const { memoryBytes: _, ...unlimited } = instance;
    expect(squeeze.refusal(unlimited, { memory: '64MiB' })).toBe(
      'its memory is not limited, and engines cannot take such a limit away again',
    );
    expect(refusal({ cpus: 0.5, memory: '64MiB' })).toBeUndefined();
  });

  test('is proven by its limit read back and periods in which it stopped the victim since the first measurement', async () => {
    const { context } = squeezed({ cpus: 0.1 }, { cpus: 0.1 }, {}, { throttledPeriods: 47 });
    expect(await squeeze.prove(context)).toEqual({
      proven: true,
      evidence: 'db (abc): stopped by its limit of 0.1 CPUs in 7 periods',
      at: 9_050,
    });
  });

  test('is not proven by a victim that does not feel it, nor by one that has another limit', async () => {
    expect(await squeeze.prove(squeezed({ cpus: 0.1 }, { cpus: 0.1 }, {}, {}).context)).toEqual({
      proven: false,
      evidence: 'db (abc): stopped by its limit of 0.1 CPUs in 0 periods within 15.0 s',
    });
    expect(await squeeze.prove(squeezed({ cpus: 0.1 }, {}, {}, { throttledPeriods: 47 }).context)).toEqual({
      proven: false,
      evidence: 'the limits of db (abc) do not read back',
    });
    expect((await squeeze.prove(squeezed({ cpus: 0.1 }, { cpus: 0.1 }).context)).proven).toBe(false);
  });

  test('of memory is proven by the limit that the kernel holds the victim to', async () => {
    const now = { memoryBytes: 128 * MEBIBYTE };
    const params = { memory: '128MiB' };
    expect(await squeeze.prove(squeezed(params, now, {}, { memoryLimitBytes: 128 * MEBIBYTE }).context)).toMatchObject({
      proven: true,
      evidence: 'db (abc): 100 MiB of 128 MiB in use',
    });
    expect((await squeeze.prove(squeezed(params, now, {}).context)).proven).toBe(false);
  });

  test('of memory explains that the victim ends and starts again, one of CPU does not', () => {
    const explained = (params: Record<string, unknown>) => [
      squeeze.explains({ kind: 'started' }, params),
      squeeze.recurs(params),
    ];
    expect([explained({ memory: '64MiB' }), explained({})]).toEqual([
      [true, true],
      [false, false],
    ]);
  });
});
