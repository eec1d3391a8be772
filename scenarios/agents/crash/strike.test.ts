import { describe, expect, test } from 'vitest';
import { fakeClock } from '../../../stack/testing/fake-clock.js';
import type { MachineProcess } from '../processes/process-table.js';
import { strike } from './strike.js';

const VICTIM = 'a'.repeat(64);
const process: MachineProcess = {
  pid: 100,
  parent: 1,
  state: 'S',
  name: 'program',
  startTime: 5,
  groups: `0::/docker/${VICTIM}\n`,
};

/** Strikes at the process as it was, on a machine that says this of its number, now and after a signal. */
async function striking(now: MachineProcess | undefined, after?: MachineProcess) {
  const killed: number[] = [];
  const table = { pids: async () => [100], read: async () => (killed.length === 0 ? now : after) };
  const sent = strike({ table, clock: fakeClock(), kill: (pid) => void killed.push(pid) }, process, VICTIM);
  return { sent: await sent.catch((error: Error) => error.message), killed };
}

describe('a strike', () => {
  test('is one signal, and waits until the process is gone', async () => {
    expect(await striking(process)).toEqual({ sent: true, killed: [100] });
    expect(await striking(process, { ...process, state: 'Z' })).toEqual({ sent: true, killed: [100] });
    expect(await striking(process, { ...process, startTime: 6 })).toEqual({ sent: true, killed: [100] });
  });

  test.each<[string, MachineProcess | undefined]>([
    ['is gone', undefined],
    ['is another process by now', { ...process, startTime: 6 }],
    ['is another process by now that began at the same moment', { ...process, groups: '0::/docker/other\n' }],
    ['has ended and is only not taken note of yet', { ...process, state: 'Z' }],
    ['is not the victim’s program yet', { ...process, name: 'runc:[2:INIT]' }],
  ])('sends nothing if the process %s', async (_case, now) => {
    expect(await striking(now)).toEqual({ sent: false, killed: [] });
  });

  test('fails if the process does not end', async () => {
    expect((await striking(process, process)).sent).toBe('process 100 does not end by SIGKILL');
  });
});
