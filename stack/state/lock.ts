import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { EXIT, SupopsError } from '../../core/errors.js';
import { poll } from '../../core/poll.js';
import type { Clock, Milliseconds } from '../../core/time.js';
import { createFile } from './durable-file.js';
import { stateError } from './state.js';

/** How a lock is waited for. */
export interface LockOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Longest wait; the work of whoever holds the lock may take minutes, as when images are built. */
  readonly limitMs: Milliseconds;
  /** What to do if the lock cannot be written, as on a full disk. */
  readonly ifUnusable: 'fail' | 'go on';
  /** Called once, if somebody else holds the lock: `process 4711`. */
  readonly onWaiting: (holder: string) => void;
}

const INTERVAL_MS: Milliseconds = 100;

/**
 * Does something while nobody else does anything under the same lock, be it in this process or another one of this machine. A lock whose
 * process has ended counts as free.
 * @throws SupopsError `stack-busy` (exit 4) if it is not free within the limit, `state-unusable` if it cannot be written
 */
export async function withLock<T>(file: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const token = `${hostname()}/${process.pid}/${randomBytes(6).toString('hex')}`;
  await acquire(file, token, options).catch((error) => {
    if (!isOfFileSystem(error)) throw error;
    if (options.ifUnusable === 'fail') throw stateError(path.dirname(file), error);
  });
  try {
    return await work();
  } finally {
    await rm(file, { force: true }).catch(() => {});
  }
}

async function acquire(file: string, token: string, { clock, signal, limitMs, onWaiting }: LockOptions): Promise<void> {
  let told = false;
  const attempt = async () => {
    if (await createFile(file, token)) return true;
    const holder = await read(file);
    // Freed a moment ago, or by us now: the next attempt may succeed.
    if (holder === undefined || (hasEnded(holder) && (await clear(file, holder)))) return undefined;
    if (!told) onWaiting(describe(holder));
    told = true;
    return undefined;
  };
  if (await poll(attempt, { clock, timeoutMs: limitMs, intervalMs: INTERVAL_MS, signal })) return;
  throw new SupopsError({
    code: 'stack-busy',
    exitCode: EXIT.unavailable,
    message: `another supops command works on the stack (${describe((await read(file)) ?? '')})`,
    hint: `wait until it has ended; if there is none, remove ${file}`,
  });
}

const isOfFileSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

const read = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

function describe(holder: string): string {
  const [host, pid] = holder.split('/');
  return host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
}

function hasEnded(holder: string): boolean {
  const [host, pid] = holder.split('/');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // A process of another user cannot be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Takes away the lock of a process that has ended. @returns false if meanwhile somebody else had taken it over: that one gets it back */
async function clear(file: string, holder: string): Promise<boolean> {
  const aside = `${file}.${randomBytes(6).toString('hex')}.new`;
  try {
    await rename(file, aside);
    if ((await read(aside)) === holder) return true;
    await link(aside, file).catch(() => {});
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}
