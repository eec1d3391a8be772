import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { formatSince, toLogLines } from './logs.js';
import type { Frame } from './streams.js';

const T0 = '2026-11-22T22:56:27.506696800Z';
const T1 = '2026-11-22T22:56:27.506696900Z';

async function linesOf(...frames: [stream: Frame['stream'], text: string][]) {
  const lines = [];
  const source = Readable.from(frames.map(([stream, text]) => ({ stream, data: Buffer.from(text) })));
  for await (const { stamp, stream, text } of toLogLines(source)) lines.push(`${stamp} ${stream} ${text}`);
  return lines;
}

test('each record is a line with its time', async () => {
  expect(await linesOf(['stdout', `${T0} hello world\r\n`], ['stderr', `${T1} \n`])).toEqual([
    `${T0} stdout hello world`,
    `${T1} stderr `,
  ]);
});

test('a long line comes in several records of which only the first time counts, also with another stream between', async () => {
  const piece = 'x'.repeat(16 * 1024);
  const frames = [
    ['stdout', `${T0} ${piece}`] as const,
    ['stderr', `${T0} other\n`] as const,
    ['stdout', `${T1} end\n`] as const,
  ];
  expect(await linesOf(...(frames as unknown as [Frame['stream'], string][]))).toEqual([
    `${T0} stderr other`,
    `${T0} stdout ${piece}end`,
  ]);
});

test('the last line of a program needs no line end, and does not run into the first of its next run', async () => {
  expect(await linesOf(['stdout', `${T0} last`], ['stdout', `${T1} first\n`])).toEqual([
    `${T0} stdout last`,
    `${T1} stdout first`,
  ]);
});

test('a moment is written in seconds, and a little early rather than late', () => {
  expect(formatSince(1_795_388_187_506.6968)).toBe('1795388187.506695');
  expect(formatSince(0)).toBe('0.000000');
});
