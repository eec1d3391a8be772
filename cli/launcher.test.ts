import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

// The launcher alone in a folder, with nothing built.
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'supops-launcher-'));
  for (const file of ['supops', 'package.json'])
    cpSync(fileURLToPath(new URL(`../bin/${file}`, import.meta.url)), join(folder, 'bin', file));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function launch(...nodeOptions: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, join(folder, 'bin', 'supops'), '--help'], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('the launcher says that supops is not built, and how to build it', () => {
  expect(launch()).toEqual({
    status: 4,
    stdout: '',
    stderr: `error: supops is not built: dist/cli/main.js is missing [not-built]
hint: run \`npm ci && npm run build\` in the folder of supops
`,
  });
});

test.each(['12.22.12', '18.20.8', '20.18.3'])('the launcher says that Node %s is too old', (version) => {
  const preload = join(folder, 'old.cjs');
  writeFileSync(preload, `Object.defineProperty(process, 'versions', { value: { node: '${version}' } });`);
  expect(launch('--require', preload)).toEqual({
    status: 4,
    stdout: '',
    stderr: `error: supops needs Node 20.19 or newer, this is ${version} [node-too-old]
hint: install a current Node, see https://nodejs.org/en/download
`,
  });
});
