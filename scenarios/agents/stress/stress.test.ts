import { describe, expect, test } from 'vitest';
import { jobsOf, type StressArgs } from './args.js';
import { effectOf } from './effect.js';
import { foldersOf, groupsOf } from './groups.js';
import type { GroupUsage } from './usage.js';

const MEBIBYTE = 1_024 * 1_024;

describe('the work of a load', () => {
  test('is spread over processes, of which none keeps more than one CPU busy', () => {
    expect(jobsOf({ cpus: 1.5 })).toEqual([
      { kind: 'cpu', share: 0.75 },
      { kind: 'cpu', share: 0.75 },
    ]);
    expect(jobsOf({ cpus: 0.2, memoryBytes: 10, writeBytes: 20 })).toEqual([
      { kind: 'cpu', share: 0.2 },
      { kind: 'memory', bytes: 10 },
      { kind: 'write', bytesPerSecond: 20 },
    ]);
  });
});

describe('the control groups of a process', () => {
  test('of version 1 are those that count, each below its own mount; what freezes and kills is left alone', () => {
    const lines = [
      '9:name=systemd:/d/x',
      '8:pids:/d/x',
      '7:blkio:/d/b',
      '6:freezer:/d/x',
      '4:memory:/d/m',
      '2:cpu,cpuacct:/d/c',
    ];
    const groups = groupsOf([...lines, '0::/d/x', ''].join('\n'));
    expect(groups).toMatchObject({ version: 1 });
    expect(groups && foldersOf(groups)).toEqual([
      '/host/cgroup/cpu,cpuacct/d/c',
      '/host/cgroup/memory/d/m',
      '/host/cgroup/blkio/d/b',
    ]);
  });

  test('of version 2 are one', () => {
    const groups = groupsOf('0::/system.slice/docker-abc.scope\n');
    expect(groups).toMatchObject({ version: 2 });
    expect(groups && foldersOf(groups)).toEqual(['/host/cgroup/system.slice/docker-abc.scope']);
  });

  test('are unknown where they are not shown', () => {
    expect(groupsOf('')).toBeUndefined();
    expect(groupsOf('0::/../abc\n')).toBeUndefined();
    expect(groupsOf('2:cpu,cpuacct:/d/c\n0::/\n')).toBeUndefined();
  });
});

describe('the effect of a load', () => {
  const args = (more: Partial<StressArgs>): StressArgs => ({ victim: 'abcabcabcabc', process: 4711, ...more });
  const usage = (at: number, cpuSeconds: number, mebibytes = 10): GroupUsage => ({
    at,
    cpuSeconds,
    memoryBytes: mebibytes * MEBIBYTE,
  });
  // 0.2 CPUs before the load.
  const [before, start] = [usage(0, 5), usage(500, 5.1)];
  const after = (now: GroupUsage, writtenBytes = 0) => ({ before, start, now, writtenBytes });

  test('is more CPU time of the victim’s group than before', () => {
    expect(effectOf(args({ cpus: 0.5 }), after(usage(1_500, 5.8)))).toEqual({
      touched: true,
      evidence: 'its control group has used 0.70 CPUs, 0.20 before',
    });
    expect(effectOf(args({ cpus: 0.5 }), after(usage(1_500, 5.32))).touched).toBe(false);
  });

  test('is not said of a moment, in which counters say little', () => {
    expect(effectOf(args({ cpus: 0.5 }), after(usage(600, 5.6))).touched).toBe(false);
  });

  test('is the memory that was to be taken, nearly all of it', () => {
    const taken = (mebibytes: number) => effectOf(args({ memoryBytes: 50 * MEBIBYTE }), after(usage(1_500, 5.1, mebibytes)));
    expect(taken(58)).toEqual({
      touched: true,
      evidence: 'its control group has used 58.0 MiB of memory, 10.0 MiB before',
    });
    expect(taken(40).touched).toBe(false);
  });

  test('needs a sign of everything that was asked for', () => {
    const asked = args({ cpus: 0.5, writeBytes: MEBIBYTE });
    expect(effectOf(asked, after(usage(1_500, 5.8))).touched).toBe(false);
    expect(effectOf(asked, after(usage(1_500, 5.8), 2 * MEBIBYTE))).toEqual({
      touched: true,
      evidence: 'its control group has used 0.70 CPUs, 0.20 before; 2.0 MiB written to disk',
    });
  });
});
