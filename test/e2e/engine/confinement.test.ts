import { describe, expect, test } from 'vitest';
import { testSpec } from '../../helpers/engine.js';
import {
  engine,
  image,
  LABELS,
  outputOf,
  run,
  STACK,
  shell,
  untilExited,
  useTestEngine,
} from '../../helpers/engine-under-test.js';

useTestEngine();

describe('confinement', () => {
  test('the program has the user, no capabilities, no way to gain privileges, and a read-only root', async () => {
    const script =
      'id -u; id -g; grep -E "^(CapEff|CapBnd|NoNewPrivs)" /proc/self/status; touch /x 2>/dev/null || echo read-only; pwd';
    const security = { uid: 999, gid: 998, readOnlyRoot: true, capabilities: [], engineSocket: false };
    expect((await outputOf(shell(script, { security }))).split('\n')).toEqual([
      '999',
      '998',
      'CapEff:\t0000000000000000',
      'CapBnd:\t0000000000000000',
      'NoNewPrivs:\t1',
      'read-only',
      '/',
    ]);
  });

  test('only the named capabilities are granted, and the root is writable on request', async () => {
    const security = { uid: 0, gid: 0, readOnlyRoot: false, capabilities: ['KILL'], engineSocket: false };
    const script = 'grep ^CapEff /proc/self/status; touch /x && echo writable';
    expect(await outputOf(shell(script, { security }))).toBe('CapEff:\t0000000000000020\nwritable');
  });

  test('a tmpfs is empty and writable for any user', async () => {
    expect(await outputOf(shell('ls /tmp | wc -l; echo x > /tmp/y && cat /tmp/y', { tmpfs: ['/tmp'] }))).toBe('0\nx');
  });

  test('a program that uses more memory than allowed is ended, which is recorded', async () => {
    const command = [
      process.platform ? '/bin/sh' : '',
      '-c',
      'exec node -e "const a=[]; for(;;) a.push(Buffer.alloc(1e6, 1))"',
    ];
    const id = await run(testSpec(STACK, 'x', image, command, { resources: { memoryBytes: 48 * 1024 * 1024, pids: 64 } }));
    expect(await untilExited(id)).toMatchObject({ exitCode: 137, outOfMemory: true });
  });

  test('more processes than allowed are refused', async () => {
    const script = 'for i in 1 2 3 4 5 6 7 8 9; do sleep 5 & done; echo all';
    const lines = await outputOf(shell(script, { resources: { memoryBytes: 64 * 1024 * 1024, pids: 4 } }));
    expect(lines).not.toContain('all');
  });

  test('without an answering resolver a look-up costs one second, and search domains add nothing', async () => {
    await engine.createNetwork(STACK, LABELS);
    const resolv = await outputOf(shell('cat /etc/resolv.conf', { network: { name: STACK, aliases: [] }, dns: ['127.0.0.1'] }));
    expect(resolv).toMatch(/^options .*timeout:1 attempts:1/m);
    expect(resolv).not.toMatch(/^search/m);
  });

  test('the control socket works inside instances that may use it, and is absent from others', async () => {
    const ask = `node -e "require('http').get({socketPath:'/var/run/docker.sock',path:'/_ping'},r=>{console.log(r.statusCode);r.destroy()}).on('error',e=>console.log(e.code))"`;
    const security = { uid: 0, gid: 0, readOnlyRoot: true, capabilities: [], engineSocket: true };
    expect(await outputOf(shell(ask, { security }))).toBe('200');
    expect(await outputOf(shell(ask, { security: { ...security, engineSocket: false } }))).toBe('ENOENT');
  });
});
