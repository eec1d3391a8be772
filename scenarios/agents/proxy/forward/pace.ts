import type { Milliseconds } from '../../../../core/time.js';

/** When the last of so many bytes that arrive now has passed. */
export type Pace = (bytes: number, now: Milliseconds) => Milliseconds;

/** Lets this many bytes pass per second, one after another, whoever they belong to. */
export function createPace(bytesPerSecond: number): Pace {
  let free = Number.NEGATIVE_INFINITY;
  return (bytes, now) => {
    free = Math.max(free, now) + (bytes / bytesPerSecond) * 1_000;
    return free;
  };
}

/** A chunk in pieces small enough that a slow line flows instead of jerking: a twentieth of a second each, at least one packet's worth. */
export function piecesOf(chunk: Buffer, bytesPerSecond: number | undefined): readonly Buffer[] {
  const size = bytesPerSecond === undefined ? chunk.length : Math.max(1_400, Math.floor(bytesPerSecond / 20));
  const pieces: Buffer[] = [];
  for (let start = 0; start < chunk.length; start += size) pieces.push(chunk.subarray(start, start + size));
  return pieces;
}
