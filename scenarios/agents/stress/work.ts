import { closeSync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { Job } from './args.js';

// What one process of the load does, within the victim's control group. It reads its standard input: its end is the death of the agent, however it died.
// So nothing here may keep it from looking for longer than a moment.

const TURN_MS = 50;
const CHUNK = 1_024 * 1_024;
/** A file that is written over and over, so that no more of the disk is taken. */
const FILE_BYTES = 16 * CHUNK;

/** Begins to work. It goes on until the process ends. */
export function work(job: Job, file: string): void {
  if (job.kind === 'cpu') burn(job.share);
  if (job.kind === 'memory') hold(job.bytes);
  if (job.kind === 'write') write(job.bytesPerSecond, file);
}

/** Keeps one CPU busy for a share of each turn. */
function burn(share: number): void {
  const until = performance.now() + TURN_MS * share;
  while (performance.now() < until);
  setTimeout(() => burn(share), TURN_MS * (1 - share));
}

/** The largest piece of memory that is asked for at once. */
const PIECE_BYTES = 1_024 * CHUNK;
const held: Uint8Array[] = [];

/**
 * Takes memory, and touches each page: only then does the kernel count it. It is asked for in one large piece, which is always new: small ones may be
 * made of what this process had before it joined the victim's group, and that is charged to another one.
 */
function hold(bytes: number): void {
  if (bytes <= 0) return void setInterval(() => held.length, 60_000);
  const piece = new Uint8Array(Math.min(bytes, PIECE_BYTES));
  held.push(piece);
  const touch = (from: number) => {
    if (from >= piece.length) return hold(bytes - piece.length);
    piece.fill(1, from, from + CHUNK);
    setImmediate(() => touch(from + CHUNK));
  };
  touch(0);
}

/** Writes through to the disk: what only lies in memory is no load, and is not counted as the victim's. */
function write(bytesPerSecond: number, file: string): void {
  const handle = openSync(file, 'w');
  const piece = Buffer.alloc(Math.min(CHUNK, Math.ceil(bytesPerSecond / 10)), 1);
  const pauseMs = (piece.length / bytesPerSecond) * 1_000;
  let position = 0;
  const turn = () => {
    const begun = performance.now();
    writeSync(handle, piece, 0, piece.length, position);
    fdatasyncSync(handle);
    position = (position + piece.length) % FILE_BYTES;
    setTimeout(turn, Math.max(1, pauseMs - (performance.now() - begun)));
  };
  process.on('exit', () => {
    ftruncateSync(handle, 0);
    closeSync(handle);
  });
  turn();
}
