import { describe, expect, test } from 'vitest';
import { eventually } from '../../helpers/engine.js';
import { ETC, engine, LABELS, outputOf, run, shell, untilExited, useTestEngine } from '../../helpers/engine-under-test.js';

useTestEngine();

describe('files', () => {
  const security = { uid: 999, gid: 998, readOnlyRoot: true, capabilities: [], engineSocket: false };
  const etc = { volumes: [{ name: ETC, path: '/etc/supops' }], security };
  const entries = [
    { path: '/etc/supops/secret', content: 'pässword', mode: 0o600, uid: 999, gid: 998 },
    { path: '/etc/supops/rules', mode: 0o750, uid: 999, gid: 998 },
    { path: '/etc/supops/rules/deep/er.yml', content: new Uint8Array([0, 255, 10]), mode: 0o444, uid: 1, gid: 2 },
  ];

  test('owner, mode and content arrive in a volume of an instance that has not started and has a read-only root', async () => {
    await engine.createVolume(ETC, LABELS);
    const script = 'cd /etc/supops && stat -c "%n %a %u %g %F" secret rules rules/deep rules/deep/er.yml';
    expect(await outputOf(shell(script, etc), entries)).toBe(
      `secret 600 999 998 regular file
rules 750 999 998 directory
rules/deep 755 0 0 directory
rules/deep/er.yml 444 1 2 regular file`,
    );
  });

  test('what was written is read back, even from an instance that has ended', async () => {
    await engine.createVolume(ETC, LABELS);
    const id = await engine.create(shell('true', etc));
    await engine.putFiles(id, entries);
    await engine.start(id);
    await untilExited(id);
    const files = await engine.getFiles(id, '/etc/supops');
    expect([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('latin1')]).sort()).toEqual([
      ['/etc/supops/rules/deep/er.yml', '\u0000\u00ff\n'],
      ['/etc/supops/secret', Buffer.from('pässword').toString('latin1')],
    ]);
    await expect(engine.getFiles(id, '/etc/nosuch')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('files are replaced while the instance runs', async () => {
    await engine.createVolume(ETC, LABELS);
    const id = await run(shell('sleep 60', etc));
    for (const content of ['first', 'second, longer', '3'])
      await engine.putFiles(id, [{ path: '/etc/supops/f', content, mode: 0o644, uid: 0, gid: 0 }]);
    expect(await engine.exec(id, ['/bin/cat', '/etc/supops/f'])).toEqual({ exitCode: 0, stdout: '3', stderr: '' });
  });

  test('outside its volumes a read-only instance accepts no files, and a mount point keeps its owner', async () => {
    const id = await engine.create(shell('true', { volumes: [{ path: '/data' }] }));
    const entry = { content: 'x', mode: 0o644, uid: 0, gid: 0 };
    await expect(engine.putFiles(id, [{ ...entry, path: '/etc/x' }])).rejects.toMatchObject({ exitCode: 4 });
    await expect(engine.putFiles(id, [{ path: '/data', mode: 0o700, uid: 1, gid: 1 }])).rejects.toMatchObject({
      code: 'engine-rejected',
    });
  });
});

describe('exec', () => {
  test('output and exit code are those of the command, under the user of the program', async () => {
    const id = await run(shell('sleep 60'));
    expect(await engine.exec(id, ['/bin/sh', '-c', 'id -u; echo bad >&2; exit 7'])).toEqual({
      exitCode: 7,
      stdout: '65534\n',
      stderr: 'bad\n',
    });
    expect((await engine.exec(id, ['/nosuch'])).exitCode).toBeGreaterThan(125);
    const { stdout } = await engine.exec(id, ['/bin/sh', '-c', 'head -c 300000 /dev/zero | tr "\\0" x']);
    expect(stdout).toBe('x'.repeat(300_000));
  });

  test('an abort ends the wait with its reason', async () => {
    const id = await run(shell('sleep 60'));
    const reason = new Error('enough');
    const controller = new AbortController();
    const answer = engine.exec(id, ['/bin/sleep', '30'], { signal: controller.signal });
    const ended = expect(answer).rejects.toBe(reason);
    await eventually(async () =>
      expect((await engine.exec(id, ['/bin/sh', '-c', 'cat /proc/[0-9]*/cmdline'])).stdout).toContain('30'),
    );
    controller.abort(reason);
    await ended;
  });

  test('nothing is executed in an instance that does not run', async () => {
    const id = await engine.create(shell('true'));
    await expect(engine.exec(id, ['/bin/true'])).rejects.toMatchObject({ code: 'not-running' });
  });
});
