import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const FULL = '/dev/full';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'supops-context-'));
  const contents = `import { processContext } from './context.js';
    const context = processContext();
    context.stdout.write('the result');
    await context.exit(Number(context.args[0]));`;
  await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(folder, 'main.mjs'),
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const end = (code: number, stdout: number | 'pipe') => {
  const ended = spawnSync(process.execPath, [join(folder, 'main.mjs'), String(code)], {
    stdio: ['ignore', stdout, 'pipe'],
    encoding: 'utf8',
  });
  return { status: ended.status, stdout: ended.stdout, stderr: ended.stderr };
};

describe('the end of the process', () => {
  test('comes after all output has been flushed', () => {
    expect(end(0, 'pipe')).toEqual({ status: 0, stdout: 'the result', stderr: '' });
  });

  test.runIf(existsSync(FULL))('is not a success if the result did not fit on the disk', () => {
    const ended = end(0, openSync(FULL, 'w'));
    expect(ended.status).toBe(4);
    expect(ended.stderr).toMatch(/^error: the result cannot be written: ENOSPC.* \[unwritable\]\nhint: .*\n$/);
    expect(end(7, openSync(FULL, 'w')).status).toBe(7);
  });
});
