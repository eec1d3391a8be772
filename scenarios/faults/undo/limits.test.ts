import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../stack/engine/engine.js';
import { fakeClock } from '../../../stack/testing/fake-clock.js';
import { fakeEngine, fakeInstance } from '../../../stack/testing/fake-engine.js';
import { limits } from './limits.js';

const MEBIBYTE = 1_024 * 1_024;
const asked: unknown[] = [];
const { engine } = fakeEngine({ capabilities: { limits: { set: async (id, change) => void asked.push([id, change]) } } });
const tools = { engine, clock: fakeClock(), programs: async () => '' };
const look = (now: Partial<Instance>, args: Record<string, unknown>) => limits.look(tools, fakeInstance(now), args);

describe('the limits of a victim', () => {
  test('hold if they are the saved ones, whatever those are that were not changed', async () => {
    expect(await look({ cpus: 0.5, memoryBytes: 64 * MEBIBYTE }, { cpus: 0.5 })).toMatchObject({ holds: true });
    expect(await look({ memoryBytes: 64 * MEBIBYTE }, { cpus: 'none' })).toMatchObject({ holds: true });
    expect(await look({ cpus: 0.1 }, { cpus: 'none' })).toEqual({ holds: false, actual: 'with 0.1 CPUs' });
    expect(await look({ memoryBytes: 32 * MEBIBYTE }, { cpus: 'none', memoryBytes: 64 * MEBIBYTE })).toEqual({
      holds: false,
      actual: 'with no limit of CPU and 32 MiB of memory',
    });
  });

  test('hold although a quota is a whole number of microseconds', async () => {
    expect(await look({ cpus: 0.33333 }, { cpus: 1 / 3 })).toMatchObject({ holds: true });
  });

  test('are restored, and no others', async () => {
    await limits.restore(tools, fakeInstance({ id: 'abc' }), { cpus: 'none' });
    await limits.restore(tools, fakeInstance({ id: 'abc' }), { memoryBytes: 64 });
    expect(asked).toEqual([
      ['abc', { cpus: 'none' }],
      ['abc', { memoryBytes: 64 }],
    ]);
  });
});
