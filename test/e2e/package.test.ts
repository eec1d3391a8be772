import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findingsOf, resultOf, run } from '../helpers/workspace.js';

const STACK = 'supops-e2e-package';
let dir: string;
let command: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'supops-package-'));
  const root = fileURLToPath(new URL('../../', import.meta.url));
  await run('npm', ['pack', root, '--pack-destination', dir, '--loglevel=error']);
  const tarball = (await readdir(dir)).find((name) => name.endsWith('.tgz')) as string;
  await run('npm', ['install', '--global', '--prefix', join(dir, 'global'), '--no-audit', '--no-fund', join(dir, tarball)]);
  command = join(dir, 'global', 'bin', 'supops');
  await mkdir(join(dir, 'empty'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const supops = (...args: string[]) =>
  new Promise<{ exitCode: number; stdout: string; stderr: string }>((resolve) => {
    const env = { ...process.env, SUPOPS_STACK: STACK, XDG_STATE_HOME: join(dir, 'state') };
    execFile(command, [...args, '--output', 'json'], { cwd: join(dir, 'empty'), env }, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

test('the packed package, installed globally, does the main job from an empty folder', async () => {
  try {
    expect(await supops('up')).toMatchObject({ exitCode: 0 });
    const incident = await supops('incident', 'db-down');
    expect({ exitCode: incident.exitCode, findings: findingsOf(resultOf(incident)) }).toEqual({ exitCode: 0, findings: [] });
    expect(await supops('report')).toMatchObject({ exitCode: 0 });
  } finally {
    expect(await supops('down')).toMatchObject({ exitCode: 0 });
  }
});

test('it brings no dependencies along', async () => {
  const modules = join(dir, 'global', 'lib', 'node_modules', 'supops');
  expect((await readdir(modules)).includes('node_modules')).toBe(false);
});
