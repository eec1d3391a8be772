import { describe, expect, test } from 'vitest';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import type { Agent } from '../agents/client/agent.js';
import { faultContext } from '../testing/fault-context.js';
import { disk } from './disk.js';
import type { FaultKind, Victim } from './fault.js';
import { stress } from './stress.js';

const MEBIBYTE = 1_024 * 1_024;
const instance = fakeInstance({ id: 'abc', processId: 4711, memoryBytes: 256 * MEBIBYTE });
const victim: Victim = { instance, ref: { selector: {}, service: 'db', instance: 'db', id: 'abc', startedAt: 100_000 } };

/** What the agent beside the victim is told. */
async function toldBy(kind: FaultKind, params: Record<string, unknown>): Promise<unknown> {
  const told: unknown[] = [];
  const agent = { apply: async (args: unknown) => void told.push(args) } as unknown as Agent;
  const { engine } = fakeEngine();
  await kind.inject(faultContext({ engine, victims: [victim], params, agents: new Map([['abc', agent]]) }));
  return told[0];
}

describe('stress', () => {
  test.each([
    [{}, { cpus: 1 }, '1 busy CPU'],
    [{ load: 0.5 }, { cpus: 0.5 }, '0.5 busy CPUs'],
    [{ take: '64MiB' }, { memoryBytes: 64 * MEBIBYTE }, '64 MiB of memory'],
    [{ load: 2, write: '2MiB' }, { cpus: 2, writeBytes: 2 * MEBIBYTE }, '2 busy CPUs, 2 MiB written per second'],
  ])('of %o is told as %o', async (params, args, text) => {
    expect(await toldBy(stress, params)).toEqual({ victim: 'abc', process: 4711, ...args });
    expect(stress.words(params).plan).toBe(`load {target}: ${text}`);
  });

  test('is made among the machine’s processes and control groups, without any capability', () => {
    expect(stress.agent?.({ load: 1.5 })).toEqual({
      program: 'stress',
      shares: { processes: true, cgroups: true },
      capabilities: [],
      memoryMebibytes: 224,
    });
  });

  test('is refused if the victim may not have so much memory', () => {
    expect(stress.refusal(instance, { take: '256MiB' })).toBe('it may use no more than 256 MiB of memory');
    expect(stress.refusal(instance, { take: '200MiB' })).toBeUndefined();
    expect(stress.refusal(instance, {})).toBeUndefined();
  });
});

describe('disk', () => {
  test('tells the agent how full, and how much at most', async () => {
    expect(await toldBy(disk, { volume: '/data' })).toEqual({ path: '/data', percent: 95 });
    expect(await toldBy(disk, { volume: '/data', percent: 80, size: '2MiB' })).toEqual({
      path: '/data',
      percent: 80,
      bytes: 2 * MEBIBYTE,
    });
  });

  test('leaves a file that its record can remove, and may use as much memory as a volume in memory takes', () => {
    expect(disk.agent?.({ volume: '/data', size: '32MiB' })).toEqual({
      program: 'disk',
      shares: { volumes: true },
      capabilities: ['DAC_OVERRIDE'],
      leaves: { path: '/data' },
      memoryMebibytes: 160,
    });
  });

  test.each(['data', '/data/../etc', '/..'])('is no fault of the path %s', (volume) => {
    expect(disk.params.safeParse({ volume }).error?.issues[0]?.message).toBe(
      'expected the path of a volume in the victim, such as /data',
    );
  });
});
