import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Engine, Instance, LogLine } from '../../engine/engine.js';
import type { Readiness } from '../../model/stack.js';
import { fakeClock } from '../../testing/fake-clock.js';
import { type FakeEngineParts, fakeEngine, fakeInstance } from '../../testing/fake-engine.js';
import { waitUntilReady } from './wait.js';

const QUERY: Readiness = { kind: 'query', command: ['ask'], deadlineMs: 1_000 };
const LOG: Readiness = { kind: 'log', pattern: 'ready', deadlineMs: 1_000 };
const HTTP: Readiness = { kind: 'http', port: 'http', path: '/healthz', deadlineMs: 1_000 };
const TCP: Readiness = { kind: 'tcp', port: 'http', deadlineMs: 1_000 };
const PORTS = [{ name: 'http', container: 80 }];

async function wait(readiness: Readiness, parts: FakeEngineParts) {
  const told: string[] = [];
  const result = await waitUntilReady(
    {
      engine: fakeEngine(parts).engine,
      clock: fakeClock(),
      signal: new AbortController().signal,
      onWaiting: (what) => told.push(what),
    },
    { id: 'id-db', readiness, ports: PORTS },
  );
  return { status: result.status, reason: result.status === 'ready' ? undefined : result.reason, told };
}

afterEach(() => {
  vi.restoreAllMocks();
});

const answers =
  (...exitCodes: number[]) =>
  async () => {
    const exitCode = exitCodes.length > 1 ? (exitCodes.shift() as number) : (exitCodes[0] as number);
    return { exitCode, stdout: '', stderr: exitCode === 0 ? '' : 'a\nno such table\n' };
  };

const inspections =
  (...states: Partial<Instance>[]) =>
  async () =>
    fakeInstance(states.length > 1 ? states.shift() : states[0]);

const line = (text: string, time: number): LogLine => ({ text, time, stream: 'stdout' });

describe('waitUntilReady', () => {
  it('gives up a query that the program never answers', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort(new Error('timeout')));
    const exec: Engine['exec'] = (_id, _command, { signal } = {}) =>
      new Promise((_resolve, reject) => {
        if (signal?.aborted) reject(signal.reason);
      });
    expect(await wait(QUERY, { exec })).toMatchObject({
      status: 'timeout',
      reason: 'not ready after 1.0 s: the query did not answer within 5 s',
    });
  });

  it('asks again until the query succeeds, and says once what it waits for', async () => {
    expect(await wait(QUERY, { exec: answers(1, 1, 0) })).toEqual({
      status: 'ready',
      reason: undefined,
      told: ['a query to succeed'],
    });
  });

  it('asks nobody to wait when the first answer is good', async () => {
    expect(await wait(QUERY, { exec: answers(0) })).toEqual({ status: 'ready', reason: undefined, told: [] });
  });

  it('gives up at the deadline with the last reason', async () => {
    expect(await wait(QUERY, { exec: answers(1) })).toMatchObject({
      status: 'timeout',
      reason: 'not ready after 1.0 s: no such table',
    });
  });

  it.each<[string, Partial<Instance>, string]>([
    ['has ended', { state: 'exited', exitCode: 3 }, 'it is exited (exit code 3)'],
    ['is about to be started again', { state: 'restarting', exitCode: 1 }, 'its program ended (exit code 1)'],
    ['was started again', { restartCount: 1 }, 'its program ended and was started again'],
    ['was out of memory', { state: 'exited', exitCode: 137, outOfMemory: true }, 'it is exited (exit code 137, out of memory)'],
  ])('gives up at once when the program %s', async (_, later, reason) => {
    const result = await wait(QUERY, { exec: answers(1), inspect: inspections({}, later) });
    expect(result).toMatchObject({ status: 'ended', reason });
  });

  it('finds the line that this start has logged, though it was logged before the start was noted', async () => {
    expect(await wait(LOG, { lines: [line('i am ready', 99_990)] })).toMatchObject({ status: 'ready' });
  });

  it('does not take the line of an earlier start', async () => {
    const inspect = inspections({ finishedAt: 99_995 });
    expect(await wait(LOG, { lines: [line('i am ready', 99_990)], inspect })).toMatchObject({
      status: 'timeout',
      reason: 'not ready after 1.0 s: no log line with "ready" yet',
    });
  });

  it('takes an instance as ready whose first lines were rotated away', async () => {
    expect(await wait(LOG, { lines: [line('request 4711', 900_000)] })).toMatchObject({ status: 'ready' });
  });

  it('asks by HTTP, and takes 2xx only', async () => {
    const statuses = [503, 503, 204];
    const server = createServer((_, response) => response.writeHead(statuses.shift() ?? 500).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const reach = async () => ({ url: new URL(`http://127.0.0.1:${port}`), close: async () => {} });
    expect(await wait(HTTP, { reach })).toMatchObject({ status: 'ready', told: ['GET /healthz to answer'] });
    expect(await wait(TCP, { reach })).toMatchObject({ status: 'ready' });
    await new Promise((resolve) => server.close(resolve));
    expect(await wait(HTTP, { reach })).toMatchObject({ reason: 'not ready after 1.0 s: GET /healthz: ECONNREFUSED' });
    expect(await wait(TCP, { reach })).toMatchObject({ reason: `not ready after 1.0 s: port ${port}: ECONNREFUSED` });
  });

  it('ends with the reason of an abort', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    const context = { engine: fakeEngine().engine, clock: fakeClock(), signal };
    await expect(waitUntilReady(context, { id: 'id-db', readiness: QUERY, ports: [] })).rejects.toThrow('enough');
  });
});
