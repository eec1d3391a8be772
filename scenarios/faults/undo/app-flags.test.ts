import { expect, test } from 'vitest';
import { LABEL } from '../../../stack/model/labels.js';
import { fakeClock } from '../../../stack/testing/fake-clock.js';
import { fakeEngine, fakeInstance } from '../../../stack/testing/fake-engine.js';
import { appFlags } from './app-flags.js';

const labels = { [LABEL.admin]: '["program","flags"]' };
const args = { flags: ['errors', 'leak'] };

/** An api with these flags, which a `clear` takes away. */
function apiWith(...names: readonly string[]) {
  let left = [...names];
  const asked: string[] = [];
  const { engine } = fakeEngine({
    exec: async (_id, command) => {
      const [, , order, ...cleared] = command;
      asked.push(command.slice(2).join(' '));
      if (order === 'clear') left = left.filter((name) => !cleared.includes(name));
      const stdout = JSON.stringify(Object.fromEntries(left.map((name) => [name, { since: 1, effects: 2 }])));
      return { exitCode: 0, stdout, stderr: '' };
    },
  });
  return { tools: { engine, clock: fakeClock(), programs: async () => '' }, asked };
}

test('clears the flags of the fault, and leaves those of others', async () => {
  const { tools, asked } = apiWith('errors', 'leak', 'cpu');
  const victim = fakeInstance({ labels });
  expect(await appFlags.look(tools, victim, args)).toEqual({ holds: false, actual: 'with the flags errors and leak' });
  await appFlags.restore(tools, victim, args);
  expect((await appFlags.look(tools, victim, args)).holds).toBe(true);
  expect(asked).toEqual(['get', 'clear errors leak', 'get']);
  expect(appFlags.wanted(args)).toBe('without the flags errors and leak');
});

test('finds nothing to do in an instance that has ended or was started again: the flags were in its memory', async () => {
  const { tools, asked } = apiWith();
  expect((await appFlags.look(tools, fakeInstance({ labels, state: 'exited' }), args)).holds).toBe(true);
  expect(asked).toEqual([]);
  expect((await appFlags.look(tools, fakeInstance({ labels }), args)).holds).toBe(true);
});

test('does not take silence for success', async () => {
  const refusing = fakeEngine({ exec: async () => ({ exitCode: 1, stdout: '', stderr: 'connect ECONNREFUSED' }) });
  const tools = { engine: refusing.engine, clock: fakeClock(), programs: async () => '' };
  await expect(appFlags.look(tools, fakeInstance({ labels }), args)).rejects.toThrow(
    'db did not get its flags: connect ECONNREFUSED',
  );
  await expect(appFlags.look(tools, fakeInstance({ labels: {} }), args)).rejects.toThrow('db has no flags');
});
