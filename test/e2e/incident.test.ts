import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from '../../core/poll.js';
import { systemClock } from '../../core/time.js';
import { readJournal } from '../../scenarios/record/journal.js';
import { stackSelector } from '../../stack/model/labels.js';
import { SUPOPS } from '../helpers/cli.js';
import { createWorkspace, expectExit, findingsOf, resultOf, run, type Workspace } from '../helpers/workspace.js';

let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace('supops-e2e-incident');
  expectExit(await workspace.supops('up'), 0);
});
afterAll(() => workspace.remove());

const incident = (...args: string[]) => workspace.supops('incident', ...args, '--output', 'json');

// What every run must leave: the database runs again as it did before, and the stack is not locked.
async function expectWhole(): Promise<void> {
  const { helpers } = await workspace.engine.observe(stackSelector(workspace.stack));
  expect(helpers).toEqual([]);
  expect(await workspace.instance('db')).toMatchObject({ state: 'running', restartPolicy: { name: 'unless-stopped' } });
}

/** Starts a run in a process group of its own and resolves with it when the journal says `status`. */
async function startUntil(status: string) {
  const before = (await workspace.runs()).length;
  const child = spawn(process.execPath, [SUPOPS, 'incident', 'db-down'], {
    cwd: workspace.dir,
    env: { ...process.env, ...workspace.env },
    stdio: 'ignore',
    detached: true,
  });
  const exited = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const journal = async () => {
    const name = (await workspace.runs())[before];
    return name === undefined ? [] : readJournal(await workspace.journal(name).catch(() => ''));
  };
  const reached = await poll(
    async () => ((await journal()).some((line) => line.type === 'fault' && line.status === status) ? true : undefined),
    { clock: systemClock, timeoutMs: 60_000, intervalMs: 10 },
  );
  expect(reached, `the run reaches "${status}"`).toBe(true);
  return { pid: child.pid as number, exited, journal };
}

const whenDatabaseRuns = (timeoutMs: number) =>
  poll(async () => ((await workspace.instance('db')).state === 'running' ? true : undefined), {
    clock: systemClock,
    timeoutMs,
    intervalMs: 50,
  });

describe('supops incident db-down', () => {
  test('passes: fired, delivered by e-mail and Slack, symptoms muted, resolved, intact again', async () => {
    const result = resultOf(expectExit(await incident('db-down'), 0));
    expect(result).toMatchObject({ outcome: 'passed', exitCode: 0, findings: [] });
    expect(result.verdicts.map(({ result: verdict }) => verdict)).toEqual(result.verdicts.map(() => 'met'));
    const detected = result.detection.find(({ alert }) => alert === 'DatabaseDown');
    expect(detected?.notifiedMs).toBeGreaterThan(0);
    expect(detected?.notifiedMs).toBeLessThanOrEqual((detected?.ceilingMs ?? 0) + 1_000);
    await expectWhole();
  });

  test('the report is made from the journal alone, and is reproducible', async () => {
    const name = (await workspace.runs()).at(-1) as string;
    const path = join(workspace.dir, '.supops', 'runs', name, 'report.md');
    const report = await readFile(path, 'utf8');
    expect(report).toContain('DatabaseDown');
    await writeFile(path, 'lost');
    expectExit(await workspace.supops('report', name), 0);
    expect(await readFile(path, 'utf8')).toBe(report);
    expect(expectExit(await workspace.supops('report', '--list'), 0).stdout).toContain(name);
  });

  test('nothing that the run left contains a password', async () => {
    const name = (await workspace.runs()).at(-1) as string;
    const { stdout } = { stdout: await run('find', [join(workspace.dir, 'state'), '-name', 'secrets*.json']) };
    const secrets = Object.values(JSON.parse(await readFile(stdout.trim(), 'utf8')) as Record<string, string>).filter(
      (s) => s.length > 10,
    );
    expect(secrets.length).toBeGreaterThan(1);
    for (const file of ['journal.ndjson', 'report.md', 'run.json']) {
      const text = await readFile(join(workspace.dir, '.supops', 'runs', name, file), 'utf8');
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });

  test('kill -9 of its whole group with the fault in place: the guardian brings the database back, and the next run passes', async () => {
    const { pid, exited } = await startUntil('active');
    process.kill(-pid, 'SIGKILL');
    await exited;
    expect(await whenDatabaseRuns(5_000), 'the database is back within 5 s').toBe(true);
    // From another folder, as in another shell.
    const elsewhere = join(workspace.dir, 'elsewhere');
    await mkdir(elsewhere);
    const next = await workspace.supops('incident', 'db-down', '--output', 'json', '--runs', elsewhere);
    expect(resultOf(expectExit(next, 0)).outcome).toBe('passed');
    await expectWhole();
  });

  test.each(['planned', 'applying', 'undoing'])('kill -9 when the undo is %s leaves nothing broken', async (status) => {
    const { pid, exited } = await startUntil(status);
    process.kill(-pid, 'SIGKILL');
    await exited;
    expect(await whenDatabaseRuns(5_000)).toBe(true);
    await poll(
      async () => ((await workspace.engine.observe(stackSelector(workspace.stack))).helpers.length === 0 ? true : undefined),
      {
        clock: systemClock,
        timeoutMs: 10_000,
        intervalMs: 100,
      },
    );
    await expectWhole();
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s undoes the fault and ends with %i', async (signal, code) => {
    const { pid, exited, journal } = await startUntil('active');
    process.kill(pid, signal);
    expect(await exited).toBe(code);
    expect((await journal()).at(-1)).toMatchObject({ type: 'run-ended', outcome: 'interrupted', exitCode: code });
    await expectWhole();
  });

  test('a second run on the same stack is refused while the first one is active', async () => {
    const { pid, exited } = await startUntil('active');
    const second = await workspace.supops('incident', 'db-down', '--output', 'json');
    expect(JSON.parse(expectExit(second, 4).stdout).error.code).toBe('run-active');
    process.kill(pid, 'SIGINT');
    await exited;
    await expectWhole();
  });

  // The first line alone, with its configuration texts, is larger than the small disk; the larger one is full a few lines later.
  test.skipIf(process.getuid?.() !== 0).each(['4k', '20k'])(
    'a disk of %s, full before injection: nothing is injected (needs root to mount)',
    async (size) => {
      const disk = join(workspace.dir, `disk-${size}`);
      await mkdir(disk);
      await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]);
      try {
        const { startedAt } = await workspace.instance('db');
        const full = await workspace.supops('incident', 'db-down', '--output', 'json', '--runs', disk);
        expect(JSON.parse(expectExit(full, 4).stdout).error.code).toBe('journal-unwritable');
        expect((await workspace.instance('db')).startedAt).toBe(startedAt);
        const [name] = await readdir(disk);
        const lines = readJournal(await readFile(join(disk, name as string, 'journal.ndjson'), 'utf8'));
        expect(lines.some(({ type }) => type === 'fault')).toBe(false);
      } finally {
        await run('umount', [disk]);
      }
      await expectWhole();
    },
  );
});

describe('an invalid scenario file', () => {
  test('all problems at once, each with its position and the nearest name; nothing injected', async () => {
    const before = await workspace.runs();
    const file = join(workspace.dir, 'wrong.yaml');
    const lines = [
      'scenario: wrong',
      'title: Everything wrong',
      'target: { service: dbb }',
      'fault: { kind: kill, hold: true }',
      'expct: []',
      'expect:',
      '  - alert: DatabaseDwn',
      '    notified: [email]',
      '  - alert: DatabaseDown',
      '    within: 1 minute',
      '  - alert: DatabaseDown',
      '    notified: [email]',
      '    within: 10s',
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    const { error } = JSON.parse(expectExit(await workspace.supops('incident', './wrong.yaml', '--output', 'json'), 3).stdout);
    const details = error.details.join('\n');
    expect(details).toMatch(/wrong\.yaml:3:20: .*"dbb".*did you mean "db"/);
    expect(details).toMatch(/wrong\.yaml:5:1: .*"expct".*did you mean "expect"/);
    expect(details).toMatch(/wrong\.yaml:7:12: .*"DatabaseDwn".*did you mean "DatabaseDown"/);
    expect(details).toMatch(/wrong\.yaml:10:13: .*1 minute/);
    expect(details).toMatch(/wrong\.yaml:13:13: .*the floor is/);
    expect(await workspace.runs()).toEqual(before);
  });
});

describe('broken alerting is found', () => {
  const rules = (name: string) => join(workspace.dir, name);

  // The shipped rules and routes, changed by one edit.
  async function variant(name: string, edit: (text: string) => string): Promise<string> {
    const root = new URL('../../stack/monitoring/', import.meta.url);
    const dir = rules(name);
    await mkdir(dir);
    for (const file of ['availability.yml', 'meta.yml', 'symptoms.yml'])
      await writeFile(join(dir, file), edit(await readFile(new URL(`rules/${file}`, root), 'utf8')));
    return dir;
  }

  test('rule deleted: an unknown alert in the scenario, exit 3', async () => {
    const dir = await variant('deleted', (text) => text.replace(/ {6}- alert: DatabaseDown\n(?: {8}.*\n|\n(?= {8}))*/, ''));
    expectExit(await workspace.supops('up', '--rules', dir), 0);
    const { error } = JSON.parse(expectExit(await incident('db-down'), 3).stdout);
    expect(error.details.join('\n')).toContain('[unknown-alert]');
    await expectWhole();
  });

  test('severity renamed: label mismatch, exit 1', async () => {
    const dir = await variant('renamed', (text) => text.replace(/(alert: DatabaseDown\n[\s\S]*?severity: )critical/, '$1page'));
    expectExit(await workspace.supops('up', '--rules', dir), 0);
    const result = resultOf(expectExit(await incident('db-down'), 1));
    expect(result.outcome).toBe('failed');
    expect(findingsOf(result)).toContain('DatabaseDown: label-mismatch');
    await expectWhole();
  });

  test('Slack route broken: not notified, exit 1', async () => {
    const text = await readFile(new URL('../../stack/monitoring/alertmanager.yml', import.meta.url), 'utf8');
    const file = rules('alertmanager.yml');
    await writeFile(file, text.replace('http://inbox:8025/slack', 'http://inbox:8025/nowhere'));
    expectExit(await workspace.supops('up', '--alertmanager', file), 0);
    const result = resultOf(expectExit(await incident('db-down'), 1));
    expect(result.outcome).toBe('failed');
    expect(findingsOf(result)).toContain('DatabaseDown: not-notified');
    expect(result.findings.find(({ id }) => id === 'not-notified')?.message).toMatch(/slack/i);
    await expectWhole();
  });

  test('database exporter and probe removed: series absent, inconclusive, exit 7, nothing injected', async () => {
    expectExit(await workspace.supops('up'), 0);
    const { startedAt } = await workspace.instance('db');
    for (const service of ['mysqld-exporter', 'blackbox-exporter'])
      await workspace.engine.remove((await workspace.instance(service)).id);
    const result = resultOf(expectExit(await incident('db-down'), 7));
    expect(result.outcome).toBe('inconclusive');
    expect(findingsOf(result)).toContain('DatabaseDown: series-absent');
    expect((await workspace.instance('db')).startedAt).toBe(startedAt);
    expectExit(await workspace.supops('up'), 0);
    await expectWhole();
  });
});

describe('a host whose DNS never answers', () => {
  test('db-down still passes', async () => {
    const airGapped = await createWorkspace('supops-e2e-dns');
    try {
      expectExit(await airGapped.supops('up', '--dns', '127.0.0.1'), 0);
      const result = resultOf(expectExit(await airGapped.supops('incident', 'db-down', '--output', 'json'), 0));
      expect(result).toMatchObject({ outcome: 'passed', findings: [] });
    } finally {
      await airGapped.remove();
    }
  });
});
