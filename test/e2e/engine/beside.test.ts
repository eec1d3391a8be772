import { describe, expect, test } from 'vitest';
import { CGROUPS_INSIDE, type InstanceSpec } from '../../../stack/engine/engine.js';
import { engine, LABELS, outputOf, run, STACK, shell, useTestEngine } from '../../helpers/engine-under-test.js';

// What a helper may share with an instance, or with the engine's machine, and what it does not share without asking.

useTestEngine();

const ROOT = { uid: 0, gid: 0, readOnlyRoot: true, capabilities: [], engineSocket: false };

/** What a script beside says. */
const saidBeside = (script: string, beside: NonNullable<InstanceSpec['beside']>) =>
  outputOf(shell(script, { beside, security: ROOT }, 'beside'));

describe('beside', () => {
  test('a helper in the network of an instance is in no other one', async () => {
    await engine.createNetwork(STACK, LABELS);
    const network = 'readlink /proc/self/ns/net';
    const id = await run(shell('exec sleep 100', { network: { name: STACK, aliases: ['victim'] } }, 'victim'));
    const { stdout } = await engine.exec(id, ['/bin/sh', '-c', network]);
    expect(stdout).toMatch(/^net:\[\d+\]\n$/);
    expect(await saidBeside(network, { network: id })).toBe(stdout.trim());
    expect(await saidBeside(network, {})).not.toBe(stdout.trim());
  });

  test('a helper sees the machine’s processes if it asks, and may not signal them without the capability', async () => {
    const id = await run(shell('exec sleep 100', {}, 'victim'));
    const { processId } = await engine.inspect(id);
    const look = `cat /proc/${processId}/comm; kill -0 ${processId} 2>/dev/null || echo "may not signal"`;
    expect(await saidBeside(look, { processes: true })).toBe('sleep\nmay not signal');
    expect(await saidBeside(`cat /proc/${processId}/comm 2>/dev/null; echo $$`, {})).toMatch(/(^|\n)1$/);
    const security = { ...ROOT, capabilities: ['KILL'] };
    expect(await outputOf(shell(look, { beside: { processes: true }, security }, 'beside'))).toBe('sleep');
  });

  test('a helper that sees control groups finds that of a process, and may join it', async () => {
    const id = await run(shell('exec sleep 100', {}, 'victim'));
    const { processId } = await engine.inspect(id);
    const group = `sed -n -e 's/^[0-9]*:memory:/memory/p' -e 's/^0::/./p' /proc/${processId}/cgroup | head -1`;
    const join = `f=${CGROUPS_INSIDE}/$(${group}); grep -qx ${processId} $f/cgroup.procs && echo found; sh -c "echo \\$\\$ > $f/cgroup.procs; grep -c . $f/cgroup.procs"`;
    expect(await saidBeside(join, { processes: true, cgroups: true })).toMatch(/^found\n[23]$/);
    expect(await saidBeside(`ls ${CGROUPS_INSIDE} 2>/dev/null | wc -l`, { processes: true })).toBe('0');
  });

  test('a helper has the volumes of an instance at their own paths, and they outlive it', async () => {
    const id = await run(shell('exec sleep 100', { volumes: [{ path: '/data' }], security: ROOT }, 'victim'));
    expect(await saidBeside('echo here > /data/x; cat /data/x', { volumesOf: id })).toBe('here');
    expect((await engine.exec(id, ['cat', '/data/x'])).stdout).toBe('here\n');
    expect(await saidBeside('ls /data 2>/dev/null | wc -l', {})).toBe('0');
  });
});
