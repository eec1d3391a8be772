import { expect, test } from 'vitest';
import { mainProcess } from './main-process.js';
import { type MachineProcess, type ProcessTable, parseProcess } from './process-table.js';

const VICTIM = 'a'.repeat(64);

test('a process is read from its stat, whatever its program is called', () => {
  const stat = `4711 (a) b (c) S 4000 4711 4711 0 -1 4194560 900 0 0 0 1 2 0 0 20 0 1 0 123456 2600960 200 18446744073709551615`;
  expect(parseProcess(4711, stat, '0::/x\n')).toEqual({
    pid: 4711,
    parent: 4000,
    state: 'S',
    name: 'a) b (c',
    startTime: 123_456,
    groups: '0::/x\n',
  });
  expect(parseProcess(1, '', '')).toBeUndefined();
});

test('the main process of an instance is the oldest of its own whose parent is not, and has begun', async () => {
  const own = `5:memory:/docker/${VICTIM}\n`;
  const all = [
    { pid: 50, parent: 1, name: 'shim', groups: '5:memory:/\n' },
    { pid: 99, parent: 50, name: 'runc:[2:INIT]', groups: own },
    { pid: 98, parent: 50, name: 'ended', state: 'Z', groups: own },
    // A command run inside, with a number that came round.
    { pid: 70, parent: 50, name: 'sh', startTime: 900, groups: own },
    { pid: 100, parent: 50, name: 'mariadbd', startTime: 500, groups: own },
    { pid: 101, parent: 100, name: 'child', startTime: 300, groups: own },
  ].map((one): MachineProcess => ({ state: 'S', startTime: 1, ...one }));
  const table: ProcessTable = {
    pids: async () => [...all.map(({ pid }) => pid), 4_242],
    read: async (pid) => all.find((one) => one.pid === pid),
  };
  expect((await mainProcess(table, VICTIM))?.name).toBe('mariadbd');
  expect(await mainProcess(table, 'b'.repeat(64))).toBeUndefined();
});
