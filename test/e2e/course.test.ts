import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultStatus } from '../../scenarios/model/fault.js';
import { readJournal } from '../../scenarios/record/journal.js';
import type { SeriesSummary } from '../../scenarios/series/summary.js';
import { stackSelector } from '../../stack/model/labels.js';
import { SUPOPS } from '../helpers/cli.js';
import { eventually } from '../helpers/engine.js';
import { createWorkspace, expectExit, findingsOf, resultOf, run, type Workspace } from '../helpers/workspace.js';

// The course of a run on the real engine: steady state, abort, repair, recovery; several runs, in a row and next to each other.

let one: Workspace;
let two: Workspace;
const scenarioFile = (name: string) => fileURLToPath(new URL(`../fixtures/scenarios/${name}.yaml`, import.meta.url));

beforeAll(async () => {
  [one, two] = await Promise.all([createWorkspace('supops-e2e-one'), createWorkspace('supops-e2e-two')]);
  for (const { supops } of [one, two]) expectExit(await supops('up'), 0);
});
afterAll(async () => {
  await one.remove();
  await two.remove();
});

const incident = (name: string, { supops } = one) => supops('incident', scenarioFile(name), '--output', 'json');

const linesOf = async (workspace: Workspace, index: number) => {
  const name = (await workspace.runs()).at(index);
  return name === undefined ? [] : readJournal(await workspace.journal(name).catch(() => ''));
};

async function expectWhole({ engine, stack, instance }: Workspace): Promise<void> {
  expect((await engine.observe(stackSelector(stack))).helpers).toEqual([]);
  expect(await instance('db')).toMatchObject({ state: 'running', restartPolicy: { name: 'unless-stopped' } });
}

/** Starts a run in the background, and resolves when its journal has the status of a fault. */
async function startUntil(workspace: Workspace, name: string, status: FaultStatus) {
  const before = (await workspace.runs()).length;
  const child: ChildProcess = spawn(process.execPath, [SUPOPS, 'incident', scenarioFile(name)], {
    cwd: workspace.dir,
    env: { ...process.env, ...workspace.env },
    stdio: 'ignore',
  });
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  await eventually(async () => {
    const lines = await linesOf(workspace, before);
    if (!lines.some((line) => line.type === 'fault' && line.status === status)) throw new Error(`not ${status} yet`);
  }, 60_000);
  return { pid: child.pid as number, exited, run: (await workspace.runs())[before] as string };
}

describe('one run', () => {
  test('has a steady state with conditions, a repair in steps, and a recovery of its own', async () => {
    const result = resultOf(expectExit(await incident('whole-course'), 0));
    expect(result).toMatchObject({ outcome: 'passed', findings: [] });
    const lines = await linesOf(one, -1);
    expect(lines.flatMap((line) => (line.type === 'remediation' ? [`${line.step}: ${line.effect}`] : []))).toEqual([
      'restart db: db running',
      'start db with its own restart policy: db restart policy unless-stopped, db running',
      'wait until DatabaseDown is resolved, at most 30.0 s: none',
      'run `SELECT 40 + 2` on db: db: 42',
      'restart 1 instance of cache: cache running',
      expect.stringMatching(/^wait until front \/api\/products answers 200 within 2\.0 s, at most 20\.0 s: HTTP 200 after /),
    ]);
    expect(
      lines.flatMap((line) => (line.type === 'steady' ? [[line.moment, line.holds, line.conditions?.length]] : [])),
    ).toEqual([
      ['before', true, 3],
      ['after', true, 2],
    ]);
    const report = await run('cat', [join(one.dir, '.supops', 'runs', result.run, 'report.md')]);
    expect(report).toContain('| 5 | restart 1 instance of cache |');
    await expectWhole(one);
  });

  test('whose steady state does not hold injects nothing, and says which condition', async () => {
    const before = await one.instance('db');
    const result = resultOf(expectExit(await incident('never-steady'), 6));
    expect(result.outcome).toBe('not-steady');
    expect(result.findings[0]?.message).toMatch(/front \/no-such-page answers 200 within 2\.0 s \(HTTP 404 after /);
    expect(await one.instance('db')).toMatchObject({ id: before.id, startedAt: before.startedAt });
  });

  test('ends as soon as an abort condition says so: the fault is undone, and the condition named with its value', async () => {
    const result = resultOf(expectExit(await incident('aborted-by-users'), 9));
    expect(result).toMatchObject({ outcome: 'aborted', error: { code: 'aborted' } });
    expect(result.error?.message).toMatch(
      /^an abort condition ended the run: unless front \/api\/products answers 200 within 2\.0 s: HTTP 50\d after /,
    );
    const lines = await linesOf(one, -1);
    const at = (status: FaultStatus) => lines.find((line) => line.type === 'fault' && line.status === status)?.at ?? 0;
    // Until then the api has the products in its cache, for up to 5 s.
    expect(at('undone') - at('active')).toBeLessThan(9_000);
    await expectWhole(one);
  });

  test('ends before the injection if nobody can say whether an abort condition holds', async () => {
    const result = resultOf(expectExit(await incident('aborted-blind'), 9));
    expect(result.error?.message).toMatch(/when no_such_metric is at least 1: no clear answer for 1\d\.\d s: no data$/);
    expect((await linesOf(one, -1)).some(({ type }) => type === 'fault')).toBe(false);
  });

  test('whose repair fails is failed, goes no further in the repair, and is undone all the same', async () => {
    const before = await one.instance('cache');
    const result = resultOf(await incident('failed-repair'));
    const found = findingsOf(result);
    // What came too late on a machine that is starved proves nothing.
    const starved = found.includes('host-overloaded');
    expect([result.outcome, found.filter((id) => id !== 'host-overloaded')]).toEqual([
      starved ? 'inconclusive' : 'failed',
      ['repair-failed'],
    ]);
    expect(result.findings[0]?.message).toContain('is 7, at most 2.0 s: ');
    expect(await one.instance('cache')).toMatchObject({ startedAt: before.startedAt });
    await expectWhole(one);
  });
});

describe('two runs at once', () => {
  test('on one stack: the second is refused, and the owner of the first named; on another stack it passes', async () => {
    const first = await startUntil(one, 'one-kill', 'active');
    const refused = expectExit(await one.supops('incident', 'db-down'), 4);
    expect(refused.stderr).toMatch(
      new RegExp(
        `the stack ${one.stack} is held by run ${first.run} of the scenario one-kill, process ${first.pid} on \\S+, since `,
      ),
    );
    expect(resultOf(expectExit(await incident('one-kill', two), 0)).outcome).toBe('passed');
    expect(await first.exited).toBe(0);
    await Promise.all([expectWhole(one), expectWhole(two)]);
  });

  test('of which one needs the engine for itself: whichever comes second is refused, on whatever stack', async () => {
    const alone = await startUntil(one, 'alone', 'active');
    const kept = expectExit(await incident('one-kill', two), 4);
    expect(kept.stdout).toContain(`run ${alone.run} of the scenario alone, process ${alone.pid} on `);
    expect(kept.stdout).toContain('needs the engine for itself');
    const runs = await two.runs();
    expect(await alone.exited).toBe(0);
    const other = await startUntil(two, 'one-kill', 'active');
    const refused = expectExit(await incident('alone'), 4);
    expect(refused.stdout).toContain(
      `this scenario needs the engine for itself, and run ${other.run} of the scenario one-kill`,
    );
    expect(await other.exited).toBe(0);
    expect((await two.runs()).length, 'a refused run leaves no folder').toBe(runs.length + 1);
  });
});

describe('several runs in a row', () => {
  test('are summarised, each with a report of its own', async () => {
    const before = (await one.runs()).length;
    const args = ['incident', 'db-down', '--repeat', '2', '--output', 'json'];
    const summary = JSON.parse(expectExit(await one.supops(...args), 0).stdout) as SeriesSummary;
    expect(summary).toMatchObject({ planned: 2, exitCode: 0, scenarios: [{ scenario: 'db-down', outcomes: { passed: 2 } }] });
    const [database] = summary.scenarios[0]?.expectations ?? [];
    expect(database).toMatchObject({ alert: 'DatabaseDown', until: 'notified', timeMs: { count: 2 } });
    expect(new Set(summary.runs.map(({ report }) => report)).size).toBe(2);
    expect((await one.runs()).length).toBe(before + 2);
  });

  test('are all checked before the first one, and the worst decides the exit code', async () => {
    const before = (await one.runs()).length;
    const wrong = await one.supops('incident', scenarioFile('aborted-blind'), scenarioFile('never-valid'));
    expectExit(wrong, 3);
    expect((await one.runs()).length).toBe(before);
    const mixed = expectExit(await one.supops('incident', scenarioFile('aborted-blind'), scenarioFile('one-kill')), 9);
    expect(mixed.stdout).toMatch(/2 runs on stack \S+: 1 passed, 1 aborted/);
    expect(mixed.stdout).toMatch(/^one-kill +passed +\S+ s +DatabaseDown/m);
  });

  test('end with Ctrl-C: the run is undone, and those so far are summarised', async () => {
    const before = (await one.runs()).length;
    const child = spawn(process.execPath, [SUPOPS, 'incident', 'db-down', '--repeat', '3', '--output', 'json'], {
      cwd: one.dir,
      env: { ...process.env, ...one.env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await eventually(async () => {
      const lines = await linesOf(one, before);
      if (!lines.some((line) => line.type === 'fault' && line.status === 'active')) throw new Error('not active yet');
    }, 60_000);
    child.kill('SIGINT');
    expect(await exited).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ planned: 3, exitCode: 130, runs: [{ outcome: 'interrupted' }] });
    await expectWhole(one);
  });
});
