import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { demultiplex, eagerly, toJson, toLines, toText, untilAborted } from './streams.js';

const frame = (stream: 1 | 2, text: string) => {
  const data = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(data.length, 4);
  return Buffer.concat([header, data]);
};

async function* inPiecesOf(size: number, bytes: Buffer) {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const output = Buffer.concat([
  frame(1, 'one\ntw'),
  frame(2, 'bad'),
  frame(1, ''),
  frame(1, 'o – ü\r\nthree'),
  frame(2, ' luck\n'),
]);

test.each([1, 3, 8, 9, 1_000])('streams are told apart when the bytes come in pieces of %i', async (size) => {
  expect(await toText(demultiplex(inPiecesOf(size, output)))).toEqual({
    stdout: 'one\ntwo – ü\r\nthree',
    stderr: 'bad luck\n',
  });
});

test('lines are put together over frames, each stream for itself, and the last one needs no line end', async () => {
  expect(await collect(toLines(demultiplex(inPiecesOf(5, output))))).toEqual([
    { stream: 'stdout', text: 'one' },
    { stream: 'stdout', text: 'two – ü' },
    { stream: 'stderr', text: 'bad luck' },
    { stream: 'stdout', text: 'three' },
  ]);
});

test('a frame that is cut off is dropped', async () => {
  const cut = Buffer.concat([frame(1, 'whole'), frame(1, 'half').subarray(0, 10)]);
  expect(await toText(demultiplex(inPiecesOf(7, cut)))).toEqual({ stdout: 'whole', stderr: '' });
});

test('JSON values are read one a line, whatever the pieces', async () => {
  expect(await collect(toJson(inPiecesOf(2, Buffer.from('{"a":"ü"}\n\r\n{"a":2}'))))).toEqual([{ a: 'ü' }, { a: 2 }]);
});

test('an abort ends the items quietly, any other failure is reported', async () => {
  const controller = new AbortController();
  async function* failing() {
    yield 1;
    throw new Error('socket hang up');
  }
  await expect(collect(untilAborted('read', controller.signal, failing))).rejects.toMatchObject({ code: 'engine-unreachable' });
  controller.abort();
  expect(await collect(untilAborted('read', controller.signal, failing))).toEqual([]);
});

test('items are still read while nobody listens, and a failure waits for the reader', async () => {
  let produced = 0;
  async function* items() {
    for (; produced < 3; produced++) yield produced;
    throw new Error('lost');
  }
  const reader = eagerly(items());
  for (let i = 0; i < 5; i++) await setImmediate();
  expect(produced).toBe(3);
  const seen: number[] = [];
  const reading = (async () => {
    for await (const item of reader) seen.push(item);
  })();
  await expect(reading).rejects.toThrow('lost');
  expect(seen).toEqual([0, 1, 2]);
});
