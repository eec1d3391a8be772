import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { supops } from '../testing/supops.js';

const cwd = await mkdtemp(join(tmpdir(), 'supops-lint-'));
afterAll(() => rm(cwd, { recursive: true }));

const RULES = `groups:
  - name: g
    rules:
      - alert: DiskFull
        expr: disk_free_bytes == 0
        for: 1m
        labels: { severity: critical }
        annotations: { summary: s, description: d, runbook_url: https://example.org/r }
`;
const ROUTES = 'route: { receiver: team }\nreceivers: [{ name: team, slack_configs: [{ channel: x }] }]\n';
const scenario = (alert: string) =>
  `scenario: s\ntitle: S\ntarget: { service: db }\nfault: { kind: kill, hold: true }\nexpect: [{ alert: ${alert} }]\n`;

await mkdir(join(cwd, 'rules'));
await Promise.all([
  writeFile(join(cwd, 'rules/disk.yml'), RULES),
  writeFile(join(cwd, 'rules/disk.test.yml'), 'rule_files: [disk.yml]\ntests: []\n'),
  writeFile(join(cwd, 'routes.yml'), ROUTES),
  writeFile(join(cwd, 'good.yaml'), scenario('DiskFull')),
  writeFile(join(cwd, 'bad.yaml'), scenario('DiskFul')),
  writeFile(join(cwd, 'compose.yaml'), 'services: {}\n'),
]);

test('what comes with supops has no errors', async () => {
  const { exitCode, stdout, stderr } = await supops(['lint'], { cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^✓ \d+ scenarios?, \d+ rule files and 1 Alertmanager configuration: /m);
});

test('every problem of every file is said, with its place, and errors end with exit 3', async () => {
  expect(await supops(['lint', 'bad.yaml', 'good.yaml', 'compose.yaml', 'rules', 'routes.yml'], { cwd })).toEqual({
    exitCode: 3,
    stdout: `compose.yaml:1:1: error: this is neither a scenario nor a rule file nor an Alertmanager configuration [unknown-file]
bad.yaml:5:19: error: unknown alert "DiskFul", did you mean "DiskFull"? [unknown-alert]

✗ 2 scenarios, 1 rule file and 1 Alertmanager configuration: 2 errors
`,
    stderr: '',
  });
});

test('scenarios are checked against shipped rules unless others are given', async () => {
  expect((await supops(['lint', 'good.yaml'], { cwd })).exitCode).toBe(3);
  expect(await supops(['lint', 'good.yaml', '--rules', 'rules', '--alertmanager', 'routes.yml'], { cwd })).toEqual({
    exitCode: 0,
    stdout: '✓ 1 scenario: no problems\n',
    stderr: '',
  });
});

test('files in a folder that lint does not know are passed over', async () => {
  const { exitCode, stdout } = await supops(['lint', '.', '--output', 'json'], { cwd });
  const { files, errors, warnings } = JSON.parse(stdout) as { files: { file: string }[]; errors: number; warnings: number };
  expect(files.map(({ file }) => file)).toEqual(['bad.yaml', 'good.yaml', 'routes.yml', 'rules/disk.yml']);
  expect({ exitCode, errors, warnings }).toEqual({ exitCode: 3, errors: 1, warnings: 0 });
});

test.each([
  [['nowhere'], 'error: cannot read nowhere: there is no such file or folder [unreadable-file]\n'],
  [
    ['rules/disk.test.yml'],
    'error: there is no scenario, rule file or Alertmanager configuration in rules/disk.test.yml [nothing-to-check]\n',
  ],
])('%j cannot be checked', async (paths, message) => {
  const { exitCode, stderr } = await supops(['lint', ...paths], { cwd });
  expect(exitCode).toBe(3);
  expect(stderr).toContain(message);
});
