import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../core/time.js';
import type { AgentNeed } from '../../../scenarios/agents/client/agent-spec.js';
import { crash } from '../../../scenarios/faults/crash.js';
import type { Victim } from '../../../scenarios/faults/fault.js';
import { executeUndo } from '../../../scenarios/faults/undo/execute.js';
import type { Instance } from '../../../stack/engine/engine.js';
import { readProgram } from '../../../stack/images/programs.js';
import { agentBeside, ENDS, placeBeside, untilNoAgent, useAgents } from '../../helpers/agent-under-test.js';
import { eventually } from '../../helpers/engine.js';
import { engine, run, shell, useTestEngine } from '../../helpers/engine-under-test.js';
import { run as runOnHost } from '../../helpers/workspace.js';

useTestEngine();
useAgents();

const NEED = crash.agent?.({}) as AgentNeed;

const startVictim = async (): Promise<Instance> =>
  engine.inspect(await run(shell('exec sleep 1000', { restart: { name: 'always' } }, 'victim')));

/** What the victim's undo record does, as the run and the guardian do it. */
const undo = (victim: Instance) => {
  const { victim: ref } = placeBeside(victim, NEED);
  const tools = { engine, clock: systemClock, programs: readProgram };
  const records = crash.plan({ instance: victim, ref } satisfies Victim, {});
  return executeUndo(tools, records, { timeoutMs: 5_000, settleMs: 1_000 });
};

const argsFor = ({ id, processId }: Instance) => ({ victim: id, process: processId });

describe('crash', () => {
  test('ends the victim, and nothing else, in a way after which the engine starts it again', async () => {
    const bystander = await engine.inspect(await run(shell('exec sleep 1000', { restart: { name: 'always' } }, 'bystander')));
    const victim = await startVictim();
    const agent = await agentBeside(victim, NEED);
    await agent.apply(argsFor(victim), 60_000);
    const format = '{{.State.Status}} {{.RestartCount}}';
    await eventually(async () => expect(await runOnHost('docker', ['inspect', '-f', format, victim.id])).toBe('running 1\n'));
    expect(await runOnHost('docker', ['inspect', '-f', format, bystander.id])).toBe('running 0\n');
    expect((await engine.inspect(victim.id)).processId).not.toBe(victim.processId);
    expect(await agent.undo()).toMatchObject({ clean: true });
    await agent.remove();
    await untilNoAgent();
  });

  test('is refused for a process that is not the victim’s, which lives on', async () => {
    const victim = await startVictim();
    const agent = await agentBeside(victim, NEED);
    const foreign = { victim: victim.id, process: process.pid };
    await expect(agent.apply(foreign, 60_000)).rejects.toMatchObject({
      code: 'agent-failed',
      message: `the crash agent beside victim could not make the fault: process ${process.pid} is not, or no longer, one of the victim`,
    });
    await agent.remove();
  });
});

describe('crash-loop', () => {
  test('ends the victim again and again; undone, it runs within five seconds, however long the engine would wait', async () => {
    const victim = await startVictim();
    const agent = await agentBeside(victim, NEED);
    await agent.apply({ ...argsFor(victim), everyMs: 200 }, 60_000);
    // The engine doubles its wait with each crash: 1.6 s before the fifth restart.
    await eventually(async () => expect((await engine.inspect(victim.id)).restartCount).toBeGreaterThanOrEqual(5), 20_000);
    await eventually(async () => expect((await engine.inspect(victim.id)).state).toBe('restarting'));
    const begun = performance.now();
    await agent.undo();
    expect(await undo(victim)).toMatchObject({ done: true, changed: true });
    const tookMs = performance.now() - begun;
    console.log(`undone in ${Math.round(tookMs)} ms`);
    expect(tookMs).toBeLessThan(5_000);
    const { startedAt, processId } = await engine.inspect(victim.id);
    // Longer than the longest gap until then.
    await systemClock.sleep(4_000);
    expect(await engine.inspect(victim.id)).toMatchObject({ state: 'running', startedAt, processId });
    expect(await readFile(`/proc/${processId}/comm`, 'utf8')).toBe('sleep\n');
    await agent.remove();
  });

  test.each(ENDS)('ends with $by', async ({ make }) => {
    const victim = await startVictim();
    const fault = await make({ victim, need: NEED, args: { ...argsFor(victim), everyMs: 300 } });
    await eventually(async () => expect((await engine.inspect(victim.id)).restartCount).toBeGreaterThanOrEqual(1));
    await fault.end();
    await untilNoAgent();
    expect(await undo(victim)).toMatchObject({ done: true });
    const { startedAt } = await engine.inspect(victim.id);
    await systemClock.sleep(2_000);
    expect(await engine.inspect(victim.id)).toMatchObject({ state: 'running', startedAt });
  });
});
