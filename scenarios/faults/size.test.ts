import { expect, test } from 'vitest';
import { bytes, size, sizeText } from './size.js';

test('a size has a unit of 1024', () => {
  expect(['512KiB', '64MiB', '2GiB'].map(bytes)).toEqual([524_288, 67_108_864, 2_147_483_648]);
  const refused = size.safeParse('64MB').error?.issues[0]?.message;
  expect(refused).toBe('"64MB" is not a size; write it as 512KiB, 64MiB or 1GiB');
  expect(size.safeParse(64).error?.issues[0]?.message).toBe('expected a size such as 64MiB, found the number 64');
});

test('bytes are said in the nearest unit', () => {
  expect([67_108_864, 1_610_612_736].map(sizeText)).toEqual(['64 MiB', '1.5 GiB']);
});
