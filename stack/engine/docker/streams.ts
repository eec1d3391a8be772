import type { Readable } from 'node:stream';
import { translate } from './errors.js';

/** A piece of output and where it was written. */
export interface Frame {
  readonly stream: 'stdout' | 'stderr';
  readonly data: Buffer;
}

const HEADER = 8;

/**
 * Takes apart the engine's multiplexed stream: a header of eight bytes (stream, 0, 0, 0, length as big-endian 32 bit), then the data.
 * Source: Docker Engine API, "Attach to a container", stream format. A frame that is cut off at the end is dropped.
 */
export async function* demultiplex(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < HEADER) break;
      const end = HEADER + rest.readUInt32BE(4);
      if (rest.length < end) break;
      yield { stream: rest[0] === 2 ? 'stderr' : 'stdout', data: rest.subarray(HEADER, end) };
      rest = rest.subarray(end);
    }
  }
}

/** Whole lines of each stream, without their line ends; a last line without one is a line too. */
export async function* toLines(frames: AsyncIterable<Frame>): AsyncGenerator<{ stream: Frame['stream']; text: string }> {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const rests = { stdout: '', stderr: '' };
  for await (const { stream, data } of frames) {
    const lines = (rests[stream] + decoders[stream].decode(data, { stream: true })).split('\n');
    rests[stream] = lines.pop() ?? '';
    for (const line of lines) yield { stream, text: line.replace(/\r$/, '') };
  }
  for (const stream of ['stdout', 'stderr'] as const) if (rests[stream] !== '') yield { stream, text: rests[stream] };
}

/** All of each stream as text. */
export async function toText(frames: AsyncIterable<Frame>): Promise<{ stdout: string; stderr: string }> {
  const pieces = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  for await (const { stream, data } of frames) pieces[stream].push(data);
  return { stdout: Buffer.concat(pieces.stdout).toString(), stderr: Buffer.concat(pieces.stderr).toString() };
}

/** JSON values, one a line. */
export async function* toJson<T>(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<T> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as T;
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as T;
}

/** Ends quietly when the signal is aborted; every other failure becomes an error of ours. */
export async function* untilAborted<T>(action: string, signal: AbortSignal | undefined, items: () => AsyncIterable<T>) {
  try {
    for await (const item of items()) {
      if (signal?.aborted) return;
      yield item;
    }
  } catch (error) {
    if (!signal?.aborted) throw translate(action, error);
  }
}

/** A stream that was handed out may fail before anybody reads it; its reader gets the error then. */
export function guarded<S extends NodeJS.ReadableStream>(stream: S): S & Readable {
  stream.on('error', () => {});
  return stream as S & Readable;
}

/** Keeps reading whether anybody listens or not, so that a writer is never held up; the items wait for their one reader. */
export function eagerly<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  let waiting: T[] = [];
  let wake = () => {};
  let ended = false;
  const reading = (async () => {
    for await (const item of items) {
      waiting.push(item);
      wake();
    }
  })().finally(() => {
    ended = true;
    wake();
  });
  reading.catch(() => {});
  return (async function* () {
    for (;;) {
      const batch = waiting;
      waiting = [];
      yield* batch;
      if (waiting.length > 0) continue;
      if (ended) return await reading;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  })();
}
