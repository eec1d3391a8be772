import { expect, test } from 'vitest';
import { fakeEngine, fakeInstance } from '../../stack/testing/fake-engine.js';
import { faultContext } from '../testing/fault-context.js';
import type { Victim } from './fault.js';
import { nameOf, proveEach } from './prove.js';

const victims = ['one', 'two'].map((id): Victim => {
  const instance = fakeInstance({ id, instance: id, startedAt: 5_000 });
  return { instance, ref: { selector: {}, service: 'db', instance: id, id, startedAt: 5_000 } };
});

/** The proof with victims that were started at these times. */
const proofWith = (startedAt: Readonly<Record<string, number>>, life?: 'pinned' | 'next') =>
  proveEach(
    faultContext({
      engine: fakeEngine({ inspect: async (id) => fakeInstance({ id, instance: id, startedAt: startedAt[id] ?? 5_000 }) })
        .engine,
      victims,
      since: 8_900,
    }),
    {
      state: 'running',
      missing: 'the change',
      ...(life && { life }),
      signOf: (victim) => ({ at: victim.instance.id === 'one' ? 9_000 : 9_001, evidence: `sign of ${nameOf(victim)}` }),
    },
  );

test('every victim must have its sign, in the life that was pinned', async () => {
  expect(await proofWith({})).toEqual({
    proven: true,
    evidence: 'sign of one (one); sign of two (two); state read back: running',
    at: 9_000,
  });
  expect(await proofWith({ two: 9_500 })).toMatchObject({
    proven: false,
    evidence: expect.stringContaining('no event of the change of two (two) within 5.0 s; it is running, started again'),
  });
});

test('or in a later life, if the fault starts its victims again', async () => {
  expect((await proofWith({ one: 9_500, two: 9_500 }, 'next')).proven).toBe(true);
  expect((await proofWith({ one: 9_500 }, 'next')).proven).toBe(false);
});
