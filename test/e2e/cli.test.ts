import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runSupops } from '../helpers/cli.js';

// The built supops as users start it: from an empty folder, with its own state folder.
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supops-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const supops = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runSupops(args, { cwd: folder, env: { XDG_STATE_HOME: join(folder, 'state'), ...env } });

const noEngine = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
// No stack of this name is ever deployed.
const noStack = { SUPOPS_STACK: 'cli-nothing' };

describe('without an engine', () => {
  test.each([[['up']], [['up', '--dry-run']], [['status']], [['down']], [['logs']], [['incident', 'db-down']]])(
    '%j exits with 4, says what was tried and suggests one thing to do',
    async (args) => {
      const { exitCode, stdout, stderr } = await supops(args, noEngine);
      expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
      expect(stderr).toMatch(/^error: .+ \[engine-unreachable\]$/m);
      expect(stderr).toContain('/nonexistent/docker.sock');
      expect(stderr).toMatch(/^hint: .+$/m);
    },
  );

  test('the error is the one JSON document on stdout with --output json', async () => {
    const { exitCode, stdout, stderr } = await supops(['status', '--output', 'json'], noEngine);
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'engine-unreachable',
        message: expect.any(String),
        hint: expect.any(String),
        details: expect.arrayContaining([expect.stringContaining('/nonexistent/docker.sock')]),
        exitCode: 4,
      },
    });
  });
});

describe('without a stack', () => {
  test.each([[['status']], [['open', 'inbox']], [['logs']], [['incident', 'db-down']]])(
    '%j exits with 4 and hints at supops up',
    async (args) => {
      const { exitCode, stdout, stderr } = await supops(args, noStack);
      expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
      expect(stderr).toMatch(/\[no-stack\]$/m);
      expect(stderr).toMatch(/^hint: .*supops up/m);
    },
  );

  test('down has nothing to do and exits with 0', async () => {
    expect(await supops(['down', '--output', 'json'], noStack)).toMatchObject({ exitCode: 0 });
  });

  test('an invalid scenario is reported before the missing stack: every problem with its position, exit 3', async () => {
    const file = join(folder, 'mine.yaml');
    await writeFile(
      file,
      'scenario: mine\ntitle: Mine\ntarget: { service: dbb }\nfault: { kind: kill, hold: true }\nexpects: []\nexpect:\n  - alert: DatabaseDwon\n    within: 5 minutes\n',
    );
    const { exitCode, stdout, stderr } = await supops(['incident', './mine.yaml'], noStack);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    const places = stderr.split('\n').flatMap((line) => /mine\.yaml:(\d+):\d+: /.exec(line)?.[1] ?? []);
    expect(places).toEqual(['3', '5', '7', '8']);
    expect(stderr).toContain('did you mean "DatabaseDown"?');
    // Nothing was started.
    expect(await readdir(folder)).toEqual(['mine.yaml']);
  });

  test('an unknown scenario exits with 3 and names the nearest', async () => {
    const { exitCode, stderr } = await supops(['incident', 'db-dwon'], noStack);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('db-down');
  });

  test('report without any runs exits with 4, and its list is empty', async () => {
    expect(await supops(['report'])).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('[no-runs]') });
    const { exitCode, stdout } = await supops(['report', '--list', '--output', 'json']);
    expect({ exitCode, document: JSON.parse(stdout) }).toEqual({ exitCode: 0, document: { runs: [] } });
  });
});

describe('the catalogue', () => {
  test('is listed, and each of its scenarios is shown as a usable file', async () => {
    const { stdout } = await supops(['incident', 'list', '--output', 'json']);
    expect(JSON.parse(stdout).scenarios).toContainEqual(expect.objectContaining({ name: 'db-down' }));
    const shown = await supops(['incident', 'show', 'db-down']);
    expect(shown).toMatchObject({ exitCode: 0, stderr: '' });
    expect(shown.stdout).toContain('kill db and hold it down');
    const source = await supops(['incident', 'show', 'db-down', '--source']);
    expect(source.stdout).toContain('scenario: db-down');
  });
});

test('an unknown command exits with 2 and names the nearest', async () => {
  expect(await supops(['statsu'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'error: unknown command \'statsu\', did you mean "status"? [usage]\nhint: run `supops --help`\n',
  });
});

test('a reader that goes away early is not an error', async () => {
  const { execFile } = await import('node:child_process');
  const { SUPOPS } = await import('../helpers/cli.js');
  const script = `set -o pipefail; '${process.execPath}' '${SUPOPS}' --help | head -1`;
  const stdout = await new Promise<string>((resolve) => execFile('bash', ['-c', script], (_error, out) => resolve(out)));
  expect(stdout).toBe('Usage: supops [options] [command]\n');
});
