import { describe, expect, it } from 'vitest';
import type { Engine, LogLine } from '../engine/engine.js';
import { fakeEngine, fakeInstance } from '../testing/fake-engine.js';
import { instancesNamed, mergedLogs } from './logs.js';

const line = (time: number): LogLine => ({ time, stream: 'stdout', text: `at ${time}` });

const INSTANCES = ['a', 'b', 'c'].map((service) => fakeInstance({ id: service, service }));

async function read(logs: Engine['logs'], follow: boolean, names = ['a', 'b', 'c']): Promise<string[]> {
  const lines: string[] = [];
  const chosen = names.flatMap((name) => instancesNamed(INSTANCES, name));
  const signal = new AbortController().signal;
  const engine = { ...fakeEngine().engine, logs };
  for await (const { service, time } of mergedLogs(engine, chosen, { follow, signal })) lines.push(`${service} ${time}`);
  return lines;
}

const BACKLOG: Readonly<Record<string, readonly number[]>> = { a: [1, 4, 4, 9], b: [2, 3, 10], c: [] };
const LIVE: Readonly<Record<string, readonly number[]>> = { a: [9, 12], b: [10, 11], c: [13] };

describe('mergedLogs', () => {
  it('puts the lines of several services in the order of their times', async () => {
    const logs: Engine['logs'] = async function* (id) {
      for (const time of BACKLOG[id] ?? []) yield line(time);
    };
    expect(await read(logs, false)).toEqual(['a 1', 'b 2', 'b 3', 'a 4', 'a 4', 'a 9', 'b 10']);
  });

  it('reads only the services that are asked for', async () => {
    const logs: Engine['logs'] = async function* (id) {
      for (const time of BACKLOG[id] ?? []) yield line(time);
    };
    expect(await read(logs, false, ['b'])).toEqual(['b 2', 'b 3', 'b 10']);
  });

  it('goes on from the last line of each service, and gives none twice', async () => {
    const since: unknown[] = [];
    const logs: Engine['logs'] = async function* (id, options) {
      if (options.follow) since.push(options.since);
      for (const time of (options.follow ? LIVE : BACKLOG)[id] ?? []) yield line(time);
    };
    expect((await read(logs, true)).slice(7)).toEqual(['b 11', 'a 12', 'c 13']);
    expect(since).toEqual([9, 10, undefined]);
  });

  it('fails when one of the logs cannot be followed', async () => {
    const logs: Engine['logs'] = async function* (id, { follow }) {
      if (follow && id === 'b') throw new Error('gone');
      yield line(1);
    };
    await expect(read(logs, true)).rejects.toThrow('gone');
  });
});
