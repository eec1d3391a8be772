import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { poll } from '../../core/poll.js';
import { systemClock } from '../../core/time.js';
import { need } from '../../stack/engine/engine.js';
import { LABEL, stackSelector } from '../../stack/model/labels.js';
import { SUPOPS } from '../helpers/cli.js';
import { createWorkspace, expectExit, type Workspace } from '../helpers/workspace.js';

let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace('supops-e2e-doctor');
  expectExit(await workspace.supops('up'), 0);
});
afterAll(() => workspace.remove());

interface Line {
  readonly id: string;
  readonly status: string;
  readonly detail: string;
}

/** What `doctor` says, by check. The stack is named, so that others on this engine do not matter. */
async function doctor(exitCode: number, ...flags: readonly string[]): Promise<ReadonlyMap<string, Line>> {
  const { stdout } = expectExit(await workspace.supops('doctor', ...flags, '--output', 'json'), exitCode);
  const { checks } = JSON.parse(stdout) as { readonly checks: readonly Line[] };
  return new Map(checks.map((check) => [check.id, check]));
}

/** Starts a run, and kills it and its guardian with the database held down: nobody is left to undo that. */
async function leaveFault(): Promise<void> {
  const child = spawn(process.execPath, [SUPOPS, 'incident', 'db-down'], {
    cwd: workspace.dir,
    env: { ...process.env, ...workspace.env },
    stdio: 'ignore',
    detached: true,
  });
  const exited = once(child, 'exit');
  const group = -(child.pid as number);
  const isDown = async () => ((await workspace.instance('db')).state === 'exited' ? true : undefined);
  expect(await poll(isDown, { clock: systemClock, timeoutMs: 90_000, intervalMs: 50 }), 'the database is down').toBe(true);
  // Stopped, it can neither repair anything nor close the guardian's input.
  process.kill(group, 'SIGSTOP');
  const { helpers } = await workspace.engine.observe(stackSelector(workspace.stack));
  for (const { id } of helpers) await need(workspace.engine, 'kill').kill(id);
  process.kill(group, 'SIGKILL');
  await exited;
}

test('all is well on a stack that runs, and each kind of fault says by what it is made', async () => {
  const checks = await doctor(0);
  expect(checks.get('engine')?.status).toBe('ok');
  expect(checks.get('images')?.detail).toMatch(/^all there/);
  expect(checks.get('ports')?.detail).toMatch(/^in use by this stack: front \d+/);
  expect(checks.get('fault-kill')).toMatchObject({ status: 'ok', detail: 'by the engine (kill)' });
  expect(checks.get('leftovers')).toMatchObject({ status: 'ok', detail: 'none' });
});

test('a fault that nobody is left to undo is found, undone with --fix, and gone', async () => {
  await leaveFault();
  const found = (await doctor(8)).get('leftovers');
  expect(found).toMatchObject({
    status: 'problem',
    detail: expect.stringMatching(/^run \S+-db-down-\S+ on stack supops-e2e-doctor /),
  });
  expect((await workspace.instance('db')).state).toBe('exited');
  expect((await doctor(0, '--fix')).get('leftovers')?.detail).toMatch(/^fixed: run .* its faults are undone: .*db running/);
  expect(await workspace.instance('db')).toMatchObject({ state: 'running', restartPolicy: { name: 'unless-stopped' } });
  expect((await doctor(0)).get('leftovers')?.detail).toBe('none');
});

test('a volume of a stack without instances is found, and removed with --fix', async () => {
  expectExit(await workspace.supops('down'), 0);
  const name = `${workspace.stack}-forgotten`;
  await workspace.engine.createVolume(name, { [LABEL.stack]: workspace.stack, [LABEL.role]: 'volume' });
  expect((await doctor(8)).get('leftovers')?.detail).toBe(
    `stack ${workspace.stack} has no instances, but 1 volume and 0 networks`,
  );
  expect((await doctor(0, '--fix')).get('leftovers')?.detail).toBe(`fixed: removed what was left of stack ${workspace.stack}`);
  expect((await workspace.engine.observe(stackSelector(workspace.stack))).volumes).toEqual([]);
});
