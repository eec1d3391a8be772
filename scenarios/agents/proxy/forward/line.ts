import type { Socket } from 'node:net';
import type { Milliseconds } from '../../../../core/time.js';
import { type Pace, piecesOf } from './pace.js';

/** How one direction of a connection is slowed down. */
export interface LineShape {
  readonly delayMs: Milliseconds;
  readonly jitterMs: Milliseconds;
  readonly bytesPerSecond?: number | undefined;
  /** Shared by all connections in this direction; absent: no limit. */
  readonly pace?: Pace | undefined;
}

/** One direction of a connection. */
export interface Line {
  /** Passes on at once what is still on its way, and slows nothing down from now on. */
  release(): void;
}

/** Bytes that may be on their way in one direction: about what the kernel would buffer. */
const ON_THE_WAY = 1024 * 1024;

/** Carries bytes and the end of the input from one socket to the other, in order, late by the delay. */
export function connectLine(source: Socket, sink: Socket, shape: LineShape, onBytes: (count: number) => void): Line {
  const { delayMs, jitterMs, bytesPerSecond, pace } = shape;
  // The end is an item without bytes.
  const queue: { readonly at: Milliseconds; readonly bytes?: Buffer }[] = [];
  let waiting = 0;
  let last = 0;
  let free = delayMs === 0 && jitterMs === 0 && pace === undefined;
  let blocked = false;
  let timer: NodeJS.Timeout | undefined;

  const write = (bytes: Buffer) => {
    onBytes(bytes.length);
    if (sink.destroyed || sink.write(bytes)) return;
    blocked = true;
    source.pause();
  };
  const flush = () => {
    timer = undefined;
    const now = performance.now();
    while (!blocked) {
      const [head] = queue;
      if (head === undefined || (!free && head.at > now)) break;
      queue.shift();
      if (head.bytes === undefined) sink.end();
      else {
        waiting -= head.bytes.length;
        write(head.bytes);
      }
    }
    const [next] = queue;
    if (next !== undefined && !blocked) timer = setTimeout(flush, Math.max(1, next.at - now));
    if (!blocked && waiting < ON_THE_WAY / 2) source.resume();
  };
  const enqueue = (bytes?: Buffer) => {
    const now = performance.now();
    const passed = bytes && pace ? pace(bytes.length, now) : now;
    // Packets of one connection do not overtake each other.
    last = Math.max(last, passed + delayMs + jitterMs * (2 * Math.random() - 1));
    queue.push(bytes === undefined ? { at: last } : { at: last, bytes });
    waiting += bytes?.length ?? 0;
    if (waiting > ON_THE_WAY) source.pause();
    timer ??= setTimeout(flush, Math.max(0, (queue[0]?.at ?? 0) - now));
  };

  source.on('data', (chunk: Buffer) => {
    if (free && queue.length === 0) return write(chunk);
    for (const piece of piecesOf(chunk, bytesPerSecond)) enqueue(piece);
  });
  source.on('end', () => (free && queue.length === 0 ? void sink.end() : enqueue()));
  sink.on('drain', () => {
    blocked = false;
    flush();
  });
  source.on('close', () => {
    if (sink.destroyed) clearTimeout(timer);
  });
  return {
    release: () => {
      free = true;
      clearTimeout(timer);
      flush();
    },
  };
}
