import type { StatsFs } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mountPoints, volumeOf } from './mounts.js';
import { percentOf, planFill, spaceOf } from './space.js';

const MEBIBYTE = 1_024 * 1_024;
const GIBIBYTE = 1_024 * MEBIBYTE;
const ofMebibytes = (used: number, free: number) => ({ used: used * MEBIBYTE, free: free * MEBIBYTE });
const ofGibibytes = (used: number, free: number) => ({ used: used * GIBIBYTE, free: free * GIBIBYTE });

describe('the space of a file system', () => {
  test('is counted as df does: what only the system may use is neither used nor free', () => {
    const space = spaceOf({ bsize: 4_096, blocks: 1_000, bfree: 500, bavail: 300 } as StatsFs);
    expect(space).toEqual({ used: 500 * 4_096, free: 300 * 4_096 });
    expect(percentOf(space)).toBe(62.5);
  });
});

describe('how much is written', () => {
  test('is what is missing to the percentage, or less if less is allowed', () => {
    expect(planFill(ofMebibytes(10, 90), { percent: 95 })).toBe(85 * MEBIBYTE);
    expect(planFill(ofMebibytes(10, 90), { percent: 95, bytes: 20 * MEBIBYTE })).toBe(20 * MEBIBYTE);
    expect(planFill(ofMebibytes(10, 90), { percent: 100 })).toBe(90 * MEBIBYTE);
  });

  test('is refused if it is full already', () => {
    expect(() => planFill(ofMebibytes(96, 4), { percent: 95 })).toThrow(
      'its file system has 100 MiB, of which 4 MiB are free: it is full to 96 % already',
    );
  });

  test('must be given for a large file system, and for more than a gibibyte', () => {
    expect(() => planFill(ofGibibytes(10, 90), { percent: 95 })).toThrow(
      'its file system has 100.0 GiB, of which 90.0 GiB are free, and to fill it to 95 % takes 85.0 GiB: set `size`, how much may be written',
    );
    expect(() => planFill(ofGibibytes(0, 3), { percent: 95 })).toThrow('takes 2.8 GiB: set `size`');
    expect(planFill(ofGibibytes(10, 90), { percent: 95, bytes: 3 * GIBIBYTE })).toBe(3 * GIBIBYTE);
    expect(planFill(ofGibibytes(0, 3), { percent: 50, bytes: 2 * GIBIBYTE })).toBe(1.5 * GIBIBYTE);
  });

  test('leaves two gibibytes of a large file system to others', () => {
    expect(() => planFill(ofGibibytes(10, 4), { percent: 100, bytes: 3 * GIBIBYTE })).toThrow(
      'its file system has 14.0 GiB, of which 4.0 GiB are free: less than 2.0 GiB would be left for others on it',
    );
    expect(planFill(ofGibibytes(10, 4), { percent: 100, bytes: 2 * GIBIBYTE })).toBe(2 * GIBIBYTE);
  });
});

describe('the volume of a path', () => {
  const points = mountPoints(
    [
      '/',
      '/proc',
      '/dev/shm',
      '/tmp',
      '/run',
      '/etc/hosts',
      '/etc/supops',
      '/data',
      '/data/deep',
      '/with\\040space',
      '/temporary',
    ]
      .map((point, index) => `${index} 1 0:${index} / ${point} rw - tmpfs tmpfs rw`)
      .join('\n'),
  );

  test('is the mount that it lies in', () => {
    const of = (path: string) => volumeOf(path, points);
    expect(['/data', '/data/', '/data/x/y', '/data/deep/x', '/with space/x', '/temporary'].map(of)).toEqual([
      '/data',
      '/data',
      '/data',
      '/data/deep',
      '/with space',
      '/temporary',
    ]);
  });

  test.each(['/tmp', '/run/x', '/etc/supops', '/database', '/', '/proc', '/dev/shm', '/data/../tmp'])(
    'is none for %s, which is the agent’s own',
    (path) => {
      expect(() => volumeOf(path, points)).toThrow(
        `${path} is in no volume of the victim: there are /data, /data/deep, /temporary, /with space`,
      );
    },
  );

  test('is none where the victim has none', () => {
    expect(() => volumeOf('/data', ['/', '/proc'])).toThrow('/data is in no volume of the victim: it has none');
  });
});
