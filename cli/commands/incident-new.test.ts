import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { supops } from '../testing/supops.js';

// Each loads everything that a run needs.
vi.setConfig({ testTimeout: 30_000 });

const cwd = await mkdtemp(join(tmpdir(), 'supops-new-'));
afterAll(() => rm(cwd, { recursive: true }));

/** Where no engine is, so that the shipped rules are used. */
const outside = { cwd, env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } };
const incidentNew = (...args: readonly string[]) => supops(['incident', 'new', ...args], outside);

test('a draft for one alert goes to stdout, or into a file that does not exist yet', async () => {
  const printed = await incidentNew('--alert', 'DatabaseDown');
  expect(printed).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('scenario: database-down\n') });
  const file = join(cwd, 'mine', 'db.yaml');
  expect(await incidentNew('--alert', 'DatabaseDown', '-o', 'mine/db.yaml')).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: `${file}\n`,
  });
  expect(await readFile(file, 'utf8')).toBe(printed.stdout);
  const again = await incidentNew('--alert', 'DatabaseDown', '-o', 'mine/db.yaml');
  expect(again).toMatchObject({ exitCode: 3, stderr: expect.stringContaining(`cannot write ${file}: it exists already`) });
});

test('drafts for all alerts go into a folder, and lint finds no error in them', async () => {
  expect((await incidentNew('-o', 'all')).exitCode).toBe(0);
  expect(await readdir(join(cwd, 'all'))).toContain('database-down.yaml');
  expect((await supops(['lint', 'all'], outside)).stdout).toMatch(/^✓ \d+ scenarios: no problems\n$/);
});

test('without an alert or a folder it says which alerts there are', async () => {
  const { exitCode, stderr } = await incidentNew();
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: which alert\? \[usage\]\n[\s\S]*^DatabaseDown$[\s\S]*hint: name one/m);
});

test('an alert that no rule has is an error with the nearest name', async () => {
  const { exitCode, stderr } = await incidentNew('--alert', 'DatabseDown');
  expect({ exitCode, first: stderr.split('\n')[0] }).toEqual({
    exitCode: 3,
    first: 'error: no rule has the alert "DatabseDown", did you mean "DatabaseDown"? [unknown-alert]',
  });
});
