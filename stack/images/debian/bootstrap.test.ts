import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bootstrap } from './bootstrap.js';

let folder: string;
let lines: string[];
const path = process.env.PATH;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supops-bootstrap-'));
  lines = [];
});
afterEach(async () => {
  process.env.PATH = path;
  await rm(folder, { recursive: true });
});

/** Puts a shell script in mmdebstrap's place. */
async function pretend(script: string): Promise<void> {
  await writeFile(join(folder, 'mmdebstrap'), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, 'mmdebstrap'), 0o755);
  process.env.PATH = `${folder}:${path}`;
}

const onLine = (line: string) => lines.push(line);

async function readAll(tar: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe('bootstrap', () => {
  it('hands on what is written, reports the lines, and passes the arguments', async () => {
    await pretend('echo "I: $1" >&2; echo "I: second" >&2; printf tar');
    let taken = '';
    const consume = async (tar: NodeJS.ReadableStream) => {
      taken = (await readAll(tar)).toString();
    };
    expect(await bootstrap(['--first'], { onLine, consume })).toBe(0);
    expect(taken).toBe('tar');
    expect(lines).toEqual(['I: --first', 'I: second']);
  });

  it('hands on nothing when the program fails before it writes', async () => {
    await pretend('echo "E: no network" >&2; exit 25');
    const consume = () => expect.fail('there is nothing to take');
    expect(await bootstrap([], { onLine, consume })).toBe(25);
    expect(lines).toEqual(['E: no network']);
  });

  it('spoils what is written by a program that fails, so that no half of it passes for the whole', async () => {
    await pretend('printf half; exit 3');
    let taken: Buffer = Buffer.alloc(0);
    const consume = async (tar: NodeJS.ReadableStream) => {
      taken = await readAll(tar);
      throw new Error('invalid tar header');
    };
    expect(await bootstrap([], { onLine, consume })).toBe(3);
    expect(taken.length).toBeGreaterThan(1_024);
  });

  it('ends the program when what it writes cannot be used, and says why', async () => {
    await pretend('while :; do printf xxxxxxxx; done');
    const consume = async () => {
      throw new Error('disk full');
    };
    await expect(bootstrap([], { onLine, consume })).rejects.toThrow('disk full');
  });

  it('ends the program and its children when it is interrupted', async () => {
    await pretend('sleep 20 & echo $! >&2; wait');
    const controller = new AbortController();
    const interrupt = (line: string) => {
      onLine(line);
      controller.abort(new Error('interrupted'));
    };
    const consume = () => expect.fail('there is nothing to take');
    await expect(bootstrap([], { onLine: interrupt, consume, signal: controller.signal })).rejects.toThrow('interrupted');
    await expect.poll(() => isRunning(Number(lines[0]))).toBe(false);
  });

  it('says how to get a program that is not there', async () => {
    process.env.PATH = folder;
    await expect(bootstrap([], { onLine, consume: readAll as never })).rejects.toMatchObject({
      code: 'mmdebstrap-missing',
      exitCode: 4,
      hint: expect.stringContaining('apt-get install mmdebstrap'),
    });
  });
});

async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) Z /.test(stat);
}
