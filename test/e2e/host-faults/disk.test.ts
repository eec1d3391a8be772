import { execFileSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../core/time.js';
import type { AgentNeed } from '../../../scenarios/agents/client/agent-spec.js';
import { disk } from '../../../scenarios/faults/disk.js';
import { agentRecord } from '../../../scenarios/faults/undo/agent.js';
import { executeUndo } from '../../../scenarios/faults/undo/execute.js';
import type { Instance } from '../../../stack/engine/engine.js';
import { readProgram } from '../../../stack/images/programs.js';
import { agentBeside, ENDS, placeBeside, untilNoAgent, useAgents } from '../../helpers/agent-under-test.js';
import { eventually } from '../../helpers/engine.js';
import { engine, run, STACK, shell, useTestEngine } from '../../helpers/engine-under-test.js';

// Measured by statfs on the volume's own folder of this machine, so the engine must be on it.

const NEED = disk.agent?.({ volume: '/small' }) as AgentNeed;
const MEBIBYTE = 1_024 * 1_024;
const SMALL = `${STACK}-small`;

const docker = (...args: readonly string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();

// Before those of the engine's own, which then run first: a volume in use cannot be removed.
afterEach(() => {
  for (const name of docker('volume', 'ls', '-q', '--filter', `name=${SMALL}`).split('\n'))
    if (name) docker('volume', 'rm', name);
});
useTestEngine();
useAgents();

/** A victim with a volume of 64 MiB, of its own user as volumes are, and the folder of that volume on this machine. */
async function startVictim(): Promise<{ readonly victim: Instance; readonly folder: string }> {
  const options = ['type=tmpfs', 'device=tmpfs', 'o=size=64m,mode=0700,uid=65534'].flatMap((option) => ['--opt', option]);
  docker('volume', 'create', '--driver', 'local', ...options, SMALL);
  const id = await run(shell('exec sleep 1000', { volumes: [{ name: SMALL, path: '/small' }, { path: '/large' }] }, 'victim'));
  return {
    victim: await engine.inspect(id),
    folder: docker('volume', 'inspect', '-f', '{{.Mountpoint}}', SMALL),
  };
}

const used = (folder: string): number => {
  const { blocks, bfree, bsize } = statfsSync(folder);
  return (blocks - bfree) * bsize;
};

const FILE = '.supops-fill-e2e00001';

describe('disk', () => {
  test('fills a volume up to a percentage, and gives the space back', async () => {
    const { victim, folder } = await startVictim();
    expect(used(folder)).toBe(0);
    const agent = await agentBeside(victim, NEED);
    await agent.apply({ path: '/small', percent: 90 }, 60_000);
    expect(used(folder) / MEBIBYTE).toBeCloseTo(0.9 * 64, 0);
    expect(await agent.effect()).toMatchObject({
      touched: true,
      evidence: '/small: 64 MiB free before, 6 MiB now, used to 90 %',
    });
    const asVictim = async (mebibytes: number) =>
      (await engine.exec(victim.id, ['/bin/sh', '-c', `head -c ${mebibytes * MEBIBYTE} /dev/zero > /small/x`])).exitCode;
    expect(await asVictim(10)).not.toBe(0);
    expect(await agent.undo()).toEqual({ clean: true, detail: `/small/${FILE} is gone` });
    expect(await asVictim(10)).toBe(0);
    expect(used(folder)).toBe(10 * MEBIBYTE);
    await agent.remove();
    await untilNoAgent();
  });

  test('fills it whole, and refuses what is no volume of the victim or belongs to the machine', async () => {
    const { victim, folder } = await startVictim();
    const agent = await agentBeside(victim, NEED);
    await agent.apply({ path: '/small', percent: 100 }, 60_000);
    expect(statfsSync(folder).bavail).toBe(0);
    await agent.undo();
    await agent.remove();
    const refusal = async (path: string) => {
      const other = await agentBeside(victim, NEED);
      const error = await other.apply({ path, percent: 95 }, 60_000).catch((caught: Error) => caught.message);
      await other.remove();
      return error;
    };
    expect(await refusal('/tmp')).toBe(
      'the disk agent beside victim could not make the fault: /tmp is in no volume of the victim: there are /large, /small',
    );
    if (statfsSync('/').blocks * statfsSync('/').bsize > 5 * 1_024 * MEBIBYTE)
      expect(await refusal('/large')).toMatch(
        /its file system has [\d.]+ GiB, of which [\d.]+ GiB are free, and to fill it to 95 % takes [\d.]+ [GM]iB: set `size`, how much may be written$/,
      );
  });

  test.each(ENDS)('is removed after $by', async ({ by, make }) => {
    const { victim, folder } = await startVictim();
    const fault = await make({ victim, need: NEED, args: { path: '/small', percent: 80 } });
    expect(existsSync(`${folder}/${FILE}`)).toBe(true);
    const begun = performance.now();
    await fault.end();
    // A killed agent removes nothing: its record does, by another one.
    const tools = { engine, clock: systemClock, programs: readProgram };
    const record = agentRecord(placeBeside(victim, NEED));
    if (by === 'SIGKILL of the agent')
      expect(await executeUndo(tools, [record], { timeoutMs: 10_000, settleMs: 0 })).toMatchObject({ done: true });
    await eventually(() => expect(used(folder)).toBe(0));
    console.log(`gone after ${Math.round(performance.now() - begun)} ms`);
    expect(existsSync(`${folder}/${FILE}`)).toBe(false);
    await untilNoAgent();
  });
});
