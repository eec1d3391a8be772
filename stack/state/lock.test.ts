import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../core/time.js';
import { fakeClock } from '../testing/fake-clock.js';
import { type LockOptions, withLock } from './lock.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'supops-lock-'));
  file = path.join(folder, 'shop.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

const waiting: string[] = [];
const options = (more: Partial<LockOptions> = {}): LockOptions => ({
  clock: systemClock,
  limitMs: 60_000,
  ifUnusable: 'fail',
  onWaiting: (holder) => waiting.push(holder),
  ...more,
});

// No process has such a number: pid_max is 2^22 at most.
const ENDED = `${hostname()}/99999999/0`;

test('what several do under one lock never overlaps, and each gets its turn', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(file, options(), work)));
  expect(most).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
  expect(waiting).toContain(`process ${process.pid}`);
});

test('the lock of a process that has ended is taken over by one of those that wait', async () => {
  writeFileSync(file, ENDED);
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`, readFileSync(file, 'utf8').split('/')[1] as string);
  };
  await Promise.all(['a', 'b', 'c'].map((name) => withLock(file, options(), work(name))));
  expect(order.filter((entry) => entry.endsWith('begins'))).toHaveLength(3);
  expect(new Set(order.filter((entry) => !entry.endsWith('begins')))).toEqual(new Set([String(process.pid)]));
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock that stays taken is an error that says by whom, and what to remove', async () => {
  writeFileSync(file, 'elsewhere/12/0');
  await expect(withLock(file, options({ clock: fakeClock(), limitMs: 1_000 }), async () => {})).rejects.toMatchObject({
    code: 'stack-busy',
    exitCode: 4,
    message: 'another supops command works on the stack (process 12 on elsewhere)',
    hint: `wait until it has ended; if there is none, remove ${file}`,
  });
  expect(readFileSync(file, 'utf8')).toBe('elsewhere/12/0');
});

test('a wait ends with an abort, and the lock is free after work that failed', async () => {
  writeFileSync(file, `${hostname()}/${process.ppid}/0`);
  const signal = AbortSignal.abort(new Error('interrupted'));
  await expect(withLock(file, options({ signal }), async () => {})).rejects.toThrow('interrupted');
  rmSync(file);
  await expect(withLock(file, options(), () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock that cannot be written is an error, or ignored', async () => {
  const blocked = path.join(file, 'shop.lock');
  writeFileSync(file, '');
  await expect(withLock(blocked, options(), async () => {})).rejects.toMatchObject({ code: 'state-unusable', exitCode: 4 });
  expect(await withLock(blocked, options({ ifUnusable: 'go on' }), async () => 'done')).toBe('done');
});
