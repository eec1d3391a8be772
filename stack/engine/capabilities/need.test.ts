import { expect, test } from 'vitest';
import { need } from './need.js';

const pause = { pause: async () => {}, unpause: async () => {} };

test('a capability that the engine has is handed out', () => {
  expect(need({ kind: 'docker', pause }, 'pause')).toBe(pause);
});

test('a capability that the engine lacks is an error that says what cannot be done', () => {
  expect(() => need({ kind: 'docker' }, 'pause')).toThrow(
    expect.objectContaining({
      code: 'capability-missing',
      exitCode: 4,
      message: 'the docker engine cannot pause instances',
      hint: 'use an engine that can, or leave out what needs it',
    }),
  );
});
