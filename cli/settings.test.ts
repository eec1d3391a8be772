import { expect, test } from 'vitest';
import { colorFor, isInteractive } from './settings.js';
import { fakeContext } from './testing/fake-context.js';

test.each([
  [[], {}, true, true],
  [[], {}, false, false],
  [[], { TERM: 'dumb' }, true, false],
  [[], { NO_COLOR: '1' }, true, false],
  [[], { NO_COLOR: '' }, true, true],
  [[], { FORCE_COLOR: '1' }, false, true],
  [[], { FORCE_COLOR: '0' }, true, false],
  [['--no-color'], { FORCE_COLOR: '1' }, true, false],
  [[], { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
])('%j with %j on a terminal (%s) is coloured: %s', (args, env, tty, colored) => {
  const context = fakeContext(args, { env, tty });
  expect(colorFor(context, context.stdout)).toBe(colored);
});

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ CI: 'true' }, true, false],
  [{ CI: 'false' }, true, true],
  [{ TERM: 'dumb' }, true, false],
])('with %j on a terminal (%s) the view is live: %s', (env, tty, live) => {
  expect(isInteractive(fakeContext([], { env, tty }))).toBe(live);
});
