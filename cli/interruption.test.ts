import { describe, expect, test } from 'vitest';
import { createInterruption } from './interruption.js';

function source() {
  const said: string[] = [];
  const exits: number[] = [];
  const interruption = createInterruption({ pid: 42, say: (text) => said.push(text), exit: (code) => exits.push(code) });
  return { interruption, said, exits };
}

describe('an interruption', () => {
  test.each([
    ['SIGINT', 'interrupted', 130],
    ['SIGTERM', 'terminated', 143],
    ['SIGHUP', 'terminated', 143],
    ['closed', 'terminated', 143],
  ] as const)('aborts at the first %s with a reason that carries the exit code', (interrupt, code, exitCode) => {
    const { interruption, exits } = source();
    interruption.receive(interrupt);
    expect(interruption.signal.reason).toMatchObject({ code, exitCode });
    expect(exits).toEqual([]);
  });

  test('ends the process at a second Ctrl-C if nothing is protected', () => {
    const { interruption, exits } = source();
    interruption.receive('SIGINT');
    interruption.receive('SIGINT');
    expect(exits).toEqual([130]);
  });

  test('never ends a protected undo, and says how to force it', () => {
    const { interruption, said, exits } = source();
    interruption.protect('the undo is in progress');
    for (let i = 0; i < 3; i++) interruption.receive('SIGINT');
    expect(exits).toEqual([]);
    expect(said).toEqual(Array(2).fill('the undo is in progress; to force it: kill -9 42\n'));
  });

  test('ends the process again after the protection is released', () => {
    const { interruption, exits } = source();
    const release = interruption.protect('the undo is in progress');
    interruption.receive('SIGTERM');
    release();
    interruption.receive('SIGTERM');
    expect(exits).toEqual([143]);
  });

  test('ends nothing if the reader of the output goes away twice', () => {
    const { interruption, exits } = source();
    interruption.receive('closed');
    interruption.receive('closed');
    expect(exits).toEqual([]);
  });
});
