import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readProgram } from './programs.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supops-programs-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('readProgram', () => {
  it('reads the bundle of a program', async () => {
    await mkdir(join(folder, 'dist/programs'), { recursive: true });
    await writeFile(join(folder, 'dist/programs/api.cjs'), 'run();');
    expect(await readProgram('api', pathToFileURL(`${folder}/`))).toBe('run();');
  });

  it('says how to get a bundle that is not there', async () => {
    await expect(readProgram('guardian', pathToFileURL(`${folder}/`))).rejects.toMatchObject({
      code: 'program-missing',
      exitCode: 4,
      message: `the program guardian, which runs inside a container, is not at ${join(folder, 'dist/programs/guardian.cjs')}`,
      hint: 'run `npm run build`',
    });
  });
});
