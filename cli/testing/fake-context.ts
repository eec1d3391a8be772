import { PassThrough } from 'node:stream';
import type { Clock } from '../../core/time.js';
import type { Context, Output } from '../context.js';
import { createInterruption, type InterruptionSource } from '../interruption.js';

/** What can be preset in a fake context. */
export interface FakeOutside {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly home?: string;
  readonly tty?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly clock?: Clock;
}

/** A context without a process behind it, which records what was done to it. */
export interface FakeContext extends Context {
  readonly interruption: InterruptionSource;
  /** Everything written so far. */
  readonly written: { readonly stdout: string; readonly stderr: string };
  /** Exit codes that an interrupt forced. */
  readonly forcedExits: readonly number[];
}

/** A clock that moves only when advanced, or by sleeping. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
}

/** A clock that starts at 0 and whose sleeps return at once, advancing it. */
export function fakeClock(start = 0): FakeClock {
  let time = start;
  return {
    now: () => time,
    monotonic: () => time,
    advance: (ms) => {
      time += ms;
    },
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      time += ms;
    },
  };
}

/** A clock that stands still, whose sleeps never end. */
export const stoppedClock: Clock = { now: () => 0, monotonic: () => 0, sleep: () => new Promise(() => {}) };

/** Builds a fake context for the given arguments. */
export function fakeContext(args: readonly string[], outside: FakeOutside = {}): FakeContext {
  const texts = { stdout: '', stderr: '' };
  const forcedExits: number[] = [];
  const output = (name: 'stdout' | 'stderr'): Output => ({
    write: (text) => {
      texts[name] += text;
    },
    isTTY: outside.tty ?? false,
    columns: outside.columns ?? 100,
    rows: outside.rows ?? 40,
  });
  const stderr = output('stderr');
  const terminal = Object.assign(new PassThrough(), { columns: outside.columns ?? 100, rows: outside.rows ?? 40 });
  terminal.on('data', (chunk) => stderr.write(String(chunk)));
  return {
    args,
    env: outside.env ?? {},
    cwd: outside.cwd ?? '/nowhere',
    home: outside.home ?? '/nowhere/home',
    platform: 'linux',
    stdout: output('stdout'),
    stderr,
    terminal: terminal as unknown as NodeJS.WriteStream,
    clock: outside.clock ?? stoppedClock,
    interruption: createInterruption({ pid: 4711, say: (text) => stderr.write(text), exit: (code) => forcedExits.push(code) }),
    written: texts,
    forcedExits,
  };
}
