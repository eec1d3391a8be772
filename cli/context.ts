import { homedir } from 'node:os';
import { EXIT } from '../core/errors.js';
import type { Milliseconds } from '../core/time.js';
import { type Clock, systemClock } from '../core/time.js';
import { createInterruption, type Interruption } from './interruption.js';

/** Where text goes. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width and height of the terminal; 80 × 24 if there is none. */
  readonly columns: number;
  readonly rows: number;
}

/** The outside world, passed to every command. Nothing else in `cli` touches the process; tests build a fake one. */
export interface Context {
  /** Arguments after the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly uid?: number;
  /** The result. */
  readonly stdout: Output;
  /** Progress, notes and errors. */
  readonly stderr: Output;
  /** The stream behind `stderr`, for the live view. */
  readonly terminal: NodeJS.WriteStream;
  readonly clock: Clock;
  readonly interruption: Interruption;
}

/** The context of this process, and its end. */
export interface ProcessContext extends Context {
  /** Ends the process after all output has been flushed. */
  exit(code: number): Promise<void>;
}

/** Takes over the process: its streams, its signals and its end. To be called once, by `main`. */
export function processContext(): ProcessContext {
  const stderr = outputOf(process.stderr);
  const interruption = createInterruption({
    pid: process.pid,
    say: (text) => stderr.write(text),
    exit: (code) => process.exit(code),
  });
  // A closed terminal (SIGHUP) is handled like SIGTERM: the undo must run.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interruption.receive(name));
  // The reader of the result is gone (`supops logs | head`): there is nothing left to do. Lost progress output ends nothing.
  let unwritable: Error | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') unwritable ??= error;
    interruption.receive('closed');
  });
  process.stderr.on('error', () => {});
  return {
    args: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    platform: process.platform,
    ...(process.getuid ? { uid: process.getuid() } : {}),
    stdout: outputOf(process.stdout),
    stderr,
    terminal: process.stderr,
    clock: systemClock,
    interruption,
    exit: async (code) => {
      await Promise.all([drained(process.stdout), drained(process.stderr)]);
      // A result that could not be written to a full disk is not a success.
      if (unwritable !== undefined)
        stderr.write(
          `error: the result cannot be written: ${unwritable.message} [unwritable]\nhint: free some disk space, or write it elsewhere\n`,
        );
      process.exit(unwritable !== undefined && code === EXIT.ok ? EXIT.unavailable : code);
    },
  };
}

const DRAIN_MS: Milliseconds = 2_000;

/** Resolves when everything written has been flushed, or the reader no longer accepts it. */
const drained = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) return resolve();
    stream.write('', () => resolve());
    setTimeout(resolve, DRAIN_MS).unref();
  });

const outputOf = (stream: NodeJS.WriteStream): Output => ({
  write: (text) => {
    stream.write(text);
  },
  isTTY: stream.isTTY === true,
  get columns() {
    return stream.columns ?? 80;
  },
  get rows() {
    return stream.rows ?? 24;
  },
});
