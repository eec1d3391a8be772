import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../../core/time.js';
import { fakeClock } from '../../../stack/testing/fake-clock.js';
import type { MachineProcess, ProcessTable } from '../processes/process-table.js';
import { crashAgent } from './crash.js';

const VICTIM = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

const one = (pid: number, more: Partial<MachineProcess> = {}): MachineProcess => ({
  pid,
  parent: 1,
  state: 'S',
  name: 'program',
  startTime: pid,
  groups: `0::/docker/${VICTIM}\n`,
  ...more,
});

/** A machine on which a killed process vanishes, and the victim's next one (pid + 1) is there after a second. */
function machine(...initial: readonly MachineProcess[]) {
  const processes = new Map(initial.map((own) => [own.pid, own]));
  const killed: number[] = [];
  const fake = fakeClock();
  // Lets others work, as a real clock does: a loop never ends by itself.
  const clock: Clock = { ...fake, sleep: (ms, signal) => setImmediate().then(() => fake.sleep(ms, signal)) };
  const kill = (pid: number) => {
    killed.push(pid);
    processes.delete(pid);
    const next = clock.now() + 1_000;
    due.push({ at: next, process: one(pid + 1) });
  };
  const due: { at: number; process: MachineProcess }[] = [];
  const table: ProcessTable = {
    pids: async () => {
      while (clock.now() >= (due[0]?.at ?? Number.POSITIVE_INFINITY)) {
        const back = due.shift()?.process;
        if (back) processes.set(back.pid, back);
      }
      return [...processes.keys()];
    },
    read: async (pid) => processes.get(pid),
  };
  return { agent: crashAgent({ table, clock, kill }), killed, clock };
}

describe('the crash agent', () => {
  test('sends SIGKILL to the process that it was told, and to no other', async () => {
    const { agent, killed } = machine(one(100), one(200, { groups: `0::/docker/${OTHER}\n` }));
    await agent.apply({ victim: VICTIM, process: 100 });
    expect(killed).toEqual([100]);
    expect(await agent.effect()).toEqual({ touched: true, evidence: 'SIGKILL to process 100' });
  });

  test('refuses a process that does not belong to the victim, or not any more', async () => {
    const { agent, killed } = machine(one(200, { groups: `0::/docker/${OTHER}\n` }));
    const refused = 'process 200 is not, or no longer, one of the victim';
    await expect(agent.apply({ victim: VICTIM, process: 200 })).rejects.toThrow(refused);
    await expect(agent.apply({ victim: VICTIM, process: 300 })).rejects.toThrow('process 300 is not');
    expect(killed).toEqual([]);
    expect((await agent.effect()).touched).toBe(false);
  });

  test('says so if the process has just ended by itself', async () => {
    const { agent, killed } = machine(one(100, { state: 'Z' }));
    await expect(agent.apply({ victim: VICTIM, process: 100 })).rejects.toThrow('process 100 has ended by itself');
    expect(killed).toEqual([]);
  });

  test('ends the next process of the victim when it is there, as often as it was told', async () => {
    const { agent, killed, clock } = machine(one(100));
    await agent.apply({ victim: VICTIM, process: 100, everyMs: 500, times: 3 });
    while (killed.length < 3) await setImmediate();
    // Each comes back after a second, and has a moment to begin.
    expect(clock.now()).toBe(2 * (1_000 + 100));
    for (let turn = 0; turn < 50; turn++) await setImmediate();
    expect(killed).toEqual([100, 101, 102]);
  });

  test('sends nothing more once it is undone', async () => {
    const { agent, killed } = machine(one(100));
    await agent.apply({ victim: VICTIM, process: 100, everyMs: 500 });
    while (killed.length < 2) await setImmediate();
    expect(await agent.undo()).toMatchObject({ clean: true });
    const until = killed.length;
    for (let turn = 0; turn < 50; turn++) await setImmediate();
    expect(killed.length).toBe(until);
  });
});
