import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../../core/time.js';
import { type InstanceSpec, need } from '../../../stack/engine/engine.js';
import { eventually } from '../../helpers/engine.js';
import { asHelper, engine, linesOf, OURS, shell, untilExited, useTestEngine } from '../../helpers/engine-under-test.js';

useTestEngine();

describe('helpers', () => {
  const quiet = { removeOnExit: true };

  test('a helper reads what is written to it, its output comes line by line, and it is gone when it has ended', async () => {
    const spec = asHelper(
      shell('read a; echo "got $a"; echo bad >&2; cat; exit 4', { ...quiet, volumes: [{ path: '/etc/supops' }] }),
    );
    const helper = await need(engine, 'helpers').run(spec, [
      { path: '/etc/supops/x', content: 'x', mode: 0o644, uid: 0, gid: 0 },
    ]);
    await helper.write('hello\n');
    await helper.write('and\nmore');
    helper.end();
    const lines: string[] = [];
    for await (const { stream, text } of helper.output) lines.push(`${stream} ${text}`);
    expect(lines.filter((line) => line.startsWith('stdout'))).toEqual(['stdout got hello', 'stdout and', 'stdout more']);
    expect(lines).toContain('stderr bad');
    expect(await helper.exited).toBe(4);
    expect((await engine.observe(OURS)).helpers).toEqual([]);
  });

  test('a helper that ends at once is noticed, and unread output does not block it', async () => {
    const quick = await need(engine, 'helpers').run(asHelper(shell('exit 9', quiet, 'quick')), []);
    expect(await quick.exited).toBe(9);
    const loud = await need(engine, 'helpers').run(
      asHelper(shell('head -c 500000 /dev/zero | tr "\\0" "\\n"', quiet, 'loud')),
      [],
    );
    expect(await loud.exited).toBe(0);
    let lines = 0;
    for await (const _ of loud.output) lines++;
    expect(lines).toBe(500_000);
  });

  test('a helper whose name is taken is a conflict and leaves the other alone; one that cannot start leaves nothing', async () => {
    const spec = asHelper(shell('cat', quiet));
    const first = await need(engine, 'helpers').run(spec, []);
    await expect(need(engine, 'helpers').run(spec, [])).rejects.toMatchObject({ code: 'conflict' });
    first.end();
    expect(await first.exited).toBe(0);
    await expect(need(engine, 'helpers').run({ ...spec, command: ['/nosuch'] }, [])).rejects.toMatchObject({ exitCode: 4 });
    await eventually(async () => expect((await engine.observe(OURS)).helpers).toEqual([]));
  });

  describe('when supops is killed', () => {
    let directory: string;
    let program: string;

    beforeAll(async () => {
      directory = mkdtempSync(join(tmpdir(), 'supops-engine-'));
      program = join(directory, 'hold-stdin.cjs');
      await build({
        entryPoints: [new URL('../../helpers/hold-stdin.ts', import.meta.url).pathname],
        outfile: program,
        bundle: true,
        platform: 'node',
        format: 'cjs',
        external: ['ssh2', '@grpc/*', 'protobufjs'],
        logLevel: 'error',
      });
    });

    afterAll(() => rmSync(directory, { recursive: true }));

    test('the program of its helper sees the end of its input within a second', async () => {
      const spec = asHelper(shell('echo ready; cat > /dev/null; echo "end of input"; exit 6'));
      const child = holdStdin(spec);
      const [line] = (await once(createInterface({ input: child.stdout as Readable }), 'line')) as [string];
      const [id, text] = line.split(' ') as [string, string];
      expect(text).toBe('ready');
      const { offsetMs } = await engine.readClock();
      const killedAt = systemClock.now() + offsetMs;
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect((await untilExited(id)).exitCode).toBe(6);
      const end = (await linesOf(id)).at(-1);
      expect(end?.text).toBe('end of input');
      const tookMs = (end?.time ?? 0) - killedAt;
      console.log(`end of input ${tookMs.toFixed(1)} ms after SIGKILL`);
      expect(tookMs).toBeLessThan(1_000);
    });

    const holdStdin = (spec: InstanceSpec): ChildProcess =>
      spawn(process.execPath, [program, JSON.stringify(spec)], {
        env: { ...process.env, NODE_PATH: new URL('../../../node_modules', import.meta.url).pathname },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
  });
});
