import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../core/time.js';
import type { AgentNeed } from '../../../scenarios/agents/client/agent-spec.js';
import { stress } from '../../../scenarios/faults/stress.js';
import type { Instance } from '../../../stack/engine/engine.js';
import { agentBeside, ENDS, untilNoAgent, useAgents } from '../../helpers/agent-under-test.js';
import { eventually } from '../../helpers/engine.js';
import { engine, run, shell, useTestEngine } from '../../helpers/engine-under-test.js';

// Measured by the kernel's counters in this machine's own /sys/fs/cgroup, so the engine must be on it.

useTestEngine();
useAgents();

const NEED = stress.agent?.({}) as AgentNeed;
const MEBIBYTE = 1_024 * 1_024;

const startVictim = async (): Promise<Instance> =>
  engine.inspect(await run(shell('exec sleep 1000', { resources: { memoryBytes: 96 * MEBIBYTE, pids: 64 } }, 'victim')));

const argsFor = ({ id, processId }: Instance) => ({ victim: id, process: processId });

const UNIFIED = existsSync('/sys/fs/cgroup/cgroup.controllers');

/** A file of the victim's group, as the kernel has it. */
function groupFile({ processId }: Instance, controller: string, file: string): string {
  const lines = readFileSync(`/proc/${processId}/cgroup`, 'utf8').trim().split('\n');
  const line = lines.find((one) => (UNIFIED ? one.startsWith('0::') : one.split(':')[1]?.split(',').includes(controller)));
  const folder = UNIFIED ? '' : `/${controller}`;
  return readFileSync(`/sys/fs/cgroup${folder}${line?.split(':')[2]}/${file}`, 'utf8').trim();
}

const cpuSeconds = (victim: Instance): number =>
  UNIFIED
    ? Number(/usage_usec (\d+)/.exec(groupFile(victim, 'cpu', 'cpu.stat'))?.[1]) / 1e6
    : Number(groupFile(victim, 'cpuacct', 'cpuacct.usage')) / 1e9;
const memoryOf = (victim: Instance): number =>
  Number(groupFile(victim, 'memory', UNIFIED ? 'memory.current' : 'memory.usage_in_bytes'));
const processesOf = (victim: Instance): readonly string[] => groupFile(victim, 'memory', 'cgroup.procs').split('\n');
/** What the other processes in the victim's group have written to disk. */
const writtenIn = (victim: Instance): number =>
  processesOf(victim)
    .filter((pid) => pid !== String(victim.processId))
    .reduce((sum, pid) => sum + Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]), 0);

/** CPUs that the victim's group uses within a second. */
async function cpusOf(victim: Instance): Promise<number> {
  const [from, before] = [performance.now(), cpuSeconds(victim)];
  await systemClock.sleep(1_000);
  return (cpuSeconds(victim) - before) / ((performance.now() - from) / 1_000);
}

const expectNothingLeft = async (victim: Instance, memoryBefore: number) => {
  await eventually(() => expect(processesOf(victim)).toEqual([String(victim.processId)]));
  expect(await cpusOf(victim)).toBeLessThan(0.02);
  expect(memoryOf(victim)).toBeLessThan(memoryBefore + 4 * MEBIBYTE);
  expect(await engine.inspect(victim.id)).toMatchObject({ state: 'running', startedAt: victim.startedAt });
};

describe('stress', () => {
  test('counts as the victim’s use of CPU and memory, and is gone when it is undone', async () => {
    const victim = await startVictim();
    const before = memoryOf(victim);
    const agent = await agentBeside(victim, NEED);
    await agent.apply({ ...argsFor(victim), cpus: 0.5, memoryBytes: 40 * MEBIBYTE }, 60_000);
    await eventually(async () => expect(await agent.effect()).toMatchObject({ touched: true }));
    console.log((await agent.effect()).evidence);
    expect(processesOf(victim)).toHaveLength(3);
    expect(await cpusOf(victim)).toBeGreaterThan(0.05);
    expect(memoryOf(victim) - before).toBeGreaterThan(36 * MEBIBYTE);
    const begun = performance.now();
    expect(await agent.undo()).toEqual({ clean: true, detail: 'no process of the load is left' });
    console.log(`undone in ${Math.round(performance.now() - begun)} ms`);
    await expectNothingLeft(victim, before);
    await agent.remove();
    await untilNoAgent();
  });

  test('writes to disk within the victim’s group', async () => {
    const victim = await startVictim();
    const agent = await agentBeside(victim, NEED);
    await agent.apply({ ...argsFor(victim), writeBytes: 8 * MEBIBYTE }, 60_000);
    await eventually(async () => expect(await agent.effect()).toMatchObject({ touched: true }));
    console.log((await agent.effect()).evidence);
    await eventually(() => expect(writtenIn(victim)).toBeGreaterThan(8 * MEBIBYTE));
    await agent.undo();
    expect(processesOf(victim)).toEqual([String(victim.processId)]);
    await agent.remove();
    await untilNoAgent();
  });

  test('ends before the victim if that runs out of memory', async () => {
    const victim = await startVictim();
    const agent = await agentBeside(victim, NEED);
    await agent.apply({ ...argsFor(victim), memoryBytes: 200 * MEBIBYTE }, 60_000);
    await eventually(
      async () => expect((await agent.effect()).evidence).toMatch(/0 of 1 processes of the load are left$/),
      20_000,
    );
    expect(processesOf(victim)).toEqual([String(victim.processId)]);
    expect(await engine.inspect(victim.id)).toMatchObject({ state: 'running', startedAt: victim.startedAt });
    await agent.undo();
    await agent.remove();
  });

  test('does not keep the victim from ending and starting again', async () => {
    const victim = await startVictim();
    const agent = await agentBeside(victim, NEED);
    await agent.apply({ ...argsFor(victim), cpus: 0.2, memoryBytes: 10 * MEBIBYTE }, 60_000);
    await engine.stop(victim.id, 0);
    await eventually(async () =>
      expect((await agent.effect()).evidence).toBe('its control group is gone, and the load with it'),
    );
    await engine.start(victim.id);
    const again = await engine.inspect(victim.id);
    expect(again.state).toBe('running');
    expect(processesOf(again)).toEqual([String(again.processId)]);
    expect(await agent.undo()).toMatchObject({ clean: true });
    await agent.remove();
  });

  test.each(ENDS)('ends with $by', async ({ make }) => {
    const victim = await startVictim();
    const before = memoryOf(victim);
    const args = { ...argsFor(victim), cpus: 0.3, memoryBytes: 20 * MEBIBYTE, writeBytes: MEBIBYTE };
    const fault = await make({ victim, need: NEED, args });
    await eventually(() => expect(processesOf(victim)).toHaveLength(4));
    const begun = performance.now();
    await fault.end();
    await eventually(() => expect(processesOf(victim)).toHaveLength(1));
    console.log(`gone after ${Math.round(performance.now() - begun)} ms`);
    await untilNoAgent();
    await expectNothingLeft(victim, before);
    // With a process in its groups the engine could not remove them.
    const groups = readFileSync(`/proc/${victim.processId}/cgroup`, 'utf8')
      .split('\n')
      .find((line) => /memory|^0::/.test(line));
    await engine.remove(victim.id);
    expect(existsSync(`/sys/fs/cgroup${UNIFIED ? '' : '/memory'}${groups?.split(':')[2]}`)).toBe(false);
  });
});
