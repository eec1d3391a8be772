import { describe, expect, test } from 'vitest';
import { EXIT, SupopsError } from '../../core/errors.js';
import { fakeContext } from '../testing/fake-context.js';
import { renderError } from './errors.js';

const invalid = new SupopsError({
  code: 'invalid-scenario',
  exitCode: EXIT.invalid,
  message: '2 problems in a.yaml',
  details: ['a.yaml:1:2: unknown key [unknown-key]', 'a.yaml:3:4: unknown service [unknown-service]'],
  hint: 'correct them',
  cause: new Error('the root of it'),
});

describe('an error', () => {
  test('is text on stderr, with its problems unindented', () => {
    const context = fakeContext(['incident', 'a.yaml']);
    expect(renderError(context, invalid)).toBe(3);
    expect(context.written).toEqual({
      stdout: '',
      stderr: `error: 2 problems in a.yaml [invalid-scenario]
a.yaml:1:2: unknown key [unknown-key]
a.yaml:3:4: unknown service [unknown-service]
caused by: the root of it
hint: correct them
`,
    });
  });

  test('is coloured if colour is wanted', () => {
    const context = fakeContext([], { env: { FORCE_COLOR: '1' } });
    renderError(context, invalid);
    expect(context.written.stderr).toContain('\u001b[31merror:\u001b[39m');
  });

  test('that is not ours is a bug: stack trace, version, exit 70', () => {
    const context = fakeContext([]);
    expect(renderError(context, new TypeError('x is not a function'))).toBe(70);
    expect(context.written.stderr).toMatch(/^error: a bug in supops: x is not a function \[internal\]\nat .+\n/);
    expect(context.written.stderr).toMatch(/\nsupops \d+\.\d+\.\d+, Node /);
  });

  test('that an interruption caused is reported as the interruption', () => {
    const context = fakeContext([]);
    context.interruption.receive('SIGINT');
    expect(renderError(context, new Error('socket hang up'))).toBe(130);
    expect(context.written.stderr).toBe('error: interrupted by Ctrl-C [interrupted]\n');
  });

  test('that left something broken takes precedence over the interruption', () => {
    const context = fakeContext([]);
    context.interruption.receive('SIGINT');
    const dirty = new SupopsError({ code: 'undo-failed', exitCode: EXIT.dirty, message: 'db is still down' });
    expect(renderError(context, dirty)).toBe(8);
    expect(context.written.stderr).toBe('error: db is still down [undo-failed]\n');
  });
});
