import type { StatsFs } from 'node:fs';

/** The space of a file system, bytes. */
export interface Space {
  readonly used: number;
  /** What is free for anybody but the system itself. */
  readonly free: number;
}

/** Space as `df` counts it. */
export const spaceOf = ({ bsize, blocks, bfree, bavail }: StatsFs): Space => ({
  used: (blocks - bfree) * bsize,
  free: bavail * bsize,
});

/** The share that is used, in percent, as `df` counts it. */
export const percentOf = ({ used, free }: Space): number => (used * 100) / (used + free);

const MEBIBYTE = 1_024 * 1_024;
const GIBIBYTE = 1_024 * MEBIBYTE;
/** A larger file system is probably the machine's own, on which others live. */
const LARGE = 4 * GIBIBYTE;
/** What is written without being asked for by its size. */
const MOST = GIBIBYTE;
/** What must stay free on a large file system. */
const RESERVE = 2 * GIBIBYTE;

/** Bytes in words: `1.5 GiB`, `64 MiB`. */
export const bytesText = (bytes: number): string =>
  bytes >= GIBIBYTE ? `${(bytes / GIBIBYTE).toFixed(1)} GiB` : `${Math.round(bytes / MEBIBYTE)} MiB`;

/**
 * How many bytes to write so that a file system is full to a percentage, but no more than `bytes`.
 * @throws Error with figures, if that could hurt others than the victim, or would do nothing
 */
export function planFill(
  space: Space,
  { percent, bytes }: { readonly percent: number; readonly bytes?: number | undefined },
): number {
  const { used, free } = space;
  const total = used + free;
  const missing = Math.floor((total * percent) / 100 - used);
  const found = `its file system has ${bytesText(total)}, of which ${bytesText(free)} are free`;
  if (missing <= 0) throw new Error(`${found}: it is full to ${percentOf(space).toFixed(0)} % already`);
  const large = total > LARGE;
  if (bytes === undefined && (large || missing > MOST))
    throw new Error(
      `${found}, and to fill it to ${percent} % takes ${bytesText(missing)}: set \`size\`, how much may be written`,
    );
  const wanted = Math.min(bytes ?? missing, missing);
  if (large && free - wanted < RESERVE)
    throw new Error(`${found}: less than ${bytesText(RESERVE)} would be left for others on it`);
  return wanted;
}
