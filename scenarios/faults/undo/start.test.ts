import { expect, test } from 'vitest';
import { fakeClock } from '../../../stack/testing/fake-clock.js';
import { fakeEngine, fakeInstance } from '../../../stack/testing/fake-engine.js';
import { start } from './start.js';

const restore = async (state: 'exited' | 'restarting') => {
  const { engine, calls } = fakeEngine();
  const tools = { engine, clock: fakeClock(), programs: async () => '' };
  await start.restore(tools, fakeInstance({ id: 'abc', state }), {});
  return calls;
};

test('a victim that has ended is started', async () => {
  expect(await restore('exited')).toEqual(['start abc']);
});

test('a victim that waits for its restart policy is stopped first: the engine would take a start for done', async () => {
  expect(await restore('restarting')).toEqual(['stop abc within 0', 'start abc']);
});
