import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../../core/poll.js';
import { systemClock } from '../../core/time.js';
import type { FaultStatus } from '../../scenarios/model/fault.js';
import { readJournal } from '../../scenarios/record/journal.js';
import { stackSelector } from '../../stack/model/labels.js';
import { SUPOPS } from '../helpers/cli.js';
import { createWorkspace, expectExit, resultOf, run, type Workspace } from '../helpers/workspace.js';

// Several faults on a timeline, on the real engine: their effects, and that none of them outlives supops.

let workspace: Workspace;
const scenarioFile = (name: string) => fileURLToPath(new URL(`../fixtures/scenarios/${name}.yaml`, import.meta.url));

beforeAll(async () => {
  workspace = await createWorkspace('supops-e2e-timeline');
  expectExit(await workspace.supops('up'), 0);
});
afterAll(() => workspace.remove());

const incident = (name: string) => workspace.supops('incident', scenarioFile(name), '--output', 'json');
const observe = () => workspace.engine.observe(stackSelector(workspace.stack));
const within = <T>(timeoutMs: number, probe: () => Promise<T | undefined>) =>
  poll(probe, { clock: systemClock, timeoutMs, intervalMs: 20 });

/** Both victims run as they did before, and the stack is not locked. */
async function expectWhole(): Promise<void> {
  const { instances, helpers } = await observe();
  expect(helpers).toEqual([]);
  for (const name of ['db', 'cache'])
    expect(instances.find(({ instance }) => instance === name)).toMatchObject({
      state: 'running',
      restartPolicy: { name: 'unless-stopped' },
    });
}

const bothRun = async () => {
  const { instances } = await observe();
  const running = instances.filter(({ instance, state }) => ['db', 'cache'].includes(instance) && state === 'running');
  return running.length === 2 ? true : undefined;
};

/** Starts a run in a process group of its own, and resolves when its journal has the status of the fault. */
async function startUntil(fault: string, status: FaultStatus): Promise<ChildProcess> {
  const before = (await workspace.runs()).length;
  const child = spawn(process.execPath, [SUPOPS, 'incident', scenarioFile('two-kills')], {
    cwd: workspace.dir,
    env: { ...process.env, ...workspace.env },
    stdio: 'ignore',
    detached: true,
  });
  const reached = await within(90_000, async () => {
    const name = (await workspace.runs())[before];
    const lines = name === undefined ? [] : readJournal(await workspace.journal(name).catch(() => ''));
    return lines.some((line) => line.type === 'fault' && line.fault === fault && line.status === status) ? true : undefined;
  });
  expect(reached, `the run reaches ${status} of ${fault}`).toBe(true);
  return child;
}

async function killGroup(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.on('exit', resolve));
  process.kill(-(child.pid as number), 'SIGKILL');
  await exited;
}

describe('two kills at different times on two services', () => {
  test('pass: each alert counts from its own fault, and both victims come back, the last one first', async () => {
    const result = resultOf(expectExit(await incident('two-kills'), 0));
    expect(result).toMatchObject({ outcome: 'passed', findings: [] });
    const lines = readJournal(await workspace.journal((await workspace.runs()).at(-1) as string));
    const statuses = lines.flatMap((line) => (line.type === 'fault' ? [`${line.fault} ${line.status}`] : []));
    expect(statuses).toEqual([
      ...['planned', 'applying', 'active'].map((status) => `kill-db ${status}`),
      ...['planned', 'applying', 'active', 'undoing', 'undone'].map((status) => `cache-gone ${status}`),
      ...['undoing', 'undone'].map((status) => `kill-db ${status}`),
    ]);
    await expectWhole();
  });

  // Every moment of one fault is in crash.test.ts; these are those in which one is in place and the other on its way.
  test.each([
    ['kill-db', 'active'],
    ['cache-gone', 'applying'],
    ['cache-gone', 'undoing'],
    ['kill-db', 'undoing'],
  ] as const)(
    'kill -9 of the process group when %s is %s: both victims are back within 5 s, and nothing is left',
    async (fault, status) => {
      const child = await startUntil(fault, status);
      await killGroup(child);
      expect(await within(5_000, bothRun), 'both run within 5 s').toBe(true);
      expect(await within(15_000, async () => ((await observe()).helpers.length === 0 ? true : undefined))).toBe(true);
      await expectWhole();
      const { stderr } = expectExit(await workspace.supops('up'), 0);
      expect(stderr).not.toContain('is undone: db restart');
      await expectWhole();
    },
  );

  test('guardian killed, then kill -9: the next start undoes both, the last one first', async () => {
    const child = await startUntil('cache-gone', 'active');
    // Stopped, supops cannot notice that its guardian is gone.
    process.kill(child.pid as number, 'SIGSTOP');
    await run('docker', ['kill', `${workspace.stack}-guardian`]);
    await killGroup(child);
    expect(await bothRun()).toBeUndefined();
    const { stderr } = expectExit(await workspace.supops('up'), 0);
    expect(stderr).toMatch(/its faults are undone: cache .*cache running.*db .*db running/);
    await expectWhole();
  });
});

test('one of two instances: the other is left alone, and the run passes', async () => {
  const { instances } = await observe();
  const second = instances.find(({ instance }) => instance === 'api-2');
  const result = resultOf(expectExit(await incident('one-of-two'), 0));
  expect(result).toMatchObject({ outcome: 'passed', findings: [] });
  const after = (await observe()).instances;
  expect(after.find(({ instance }) => instance === 'api-2')).toMatchObject({ id: second?.id, startedAt: second?.startedAt });
  expect(after.filter(({ service }) => service === 'api').map(({ state }) => state)).toEqual(['running', 'running']);
  const report = join('.supops', 'runs', (await workspace.runs()).at(-1) as string, 'report.md');
  expect(await run('cat', [join(workspace.dir, report)])).toContain('1 instance of api');
});
