import { access, constants, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Check, Diagnosis } from './check.js';

/** A folder that supops or the engine writes to. */
export interface Room {
  /** `runs`, `state`, `images`. */
  readonly what: string;
  readonly folder: string;
}

/** Free bytes, and whether this user may write there. */
export interface RoomFound extends Room {
  readonly freeBytes: number;
  readonly writable: boolean;
}

const MEBIBYTE = 1024 * 1024;
const LEAST_BYTES = 100 * MEBIBYTE;
const ENOUGH_BYTES = 1024 * MEBIBYTE;

/**
 * Room on the disks that are written to.
 * @param dataFolder the engine's own; seen only if the engine runs on this machine
 */
export const diskCheck = (rooms: readonly Room[], dataFolder: string | undefined): Check => ({
  id: 'disk',
  title: 'disk',
  run: async () => {
    const own = await Promise.all(rooms.map(lookAt));
    const engines = dataFolder === undefined ? [] : await lookAtEngines(dataFolder);
    return judgeDisk([...own, ...engines]);
  },
});

/** A folder that does not exist yet is made in the nearest one above that does. */
async function lookAt({ what, folder }: Room): Promise<RoomFound> {
  const existing = await nearestThere(folder);
  const { bavail, bsize } = await statfs(existing);
  const writable = await access(existing, constants.W_OK).then(
    () => true,
    () => false,
  );
  return { what, folder, freeBytes: bavail * bsize, writable };
}

async function nearestThere(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  return isThere || dirname(folder) === folder ? folder : nearestThere(dirname(folder));
}

const lookAtEngines = async (folder: string): Promise<readonly RoomFound[]> =>
  statfs(folder).then(
    ({ bavail, bsize }) => [{ what: 'images', folder, freeBytes: bavail * bsize, writable: true }],
    () => [],
  );

/** Without room nothing is injected, since the journal comes first. */
export function judgeDisk(rooms: readonly RoomFound[]): Diagnosis {
  const detail = rooms.map(({ what, freeBytes }) => `${what} ${bytes(freeBytes)} free`).join(', ');
  const closed = rooms.find(({ writable }) => !writable);
  if (closed)
    return {
      status: 'problem',
      detail: `${closed.what}: ${closed.folder} cannot be written to`,
      hint:
        closed.what === 'state'
          ? 'set XDG_STATE_HOME to a folder that you may write'
          : 'go to a folder that you may write, or use --runs',
    };
  const least = rooms.toSorted((a, b) => a.freeBytes - b.freeBytes)[0];
  if (least === undefined || least.freeBytes >= ENOUGH_BYTES) return { status: 'ok', detail };
  return { status: least.freeBytes < LEAST_BYTES ? 'problem' : 'warning', detail, hint: `make room at ${least.folder}` };
}

const bytes = (count: number): string =>
  count >= 1024 * MEBIBYTE ? `${(count / 1024 / MEBIBYTE).toFixed(1)} GiB` : `${Math.floor(count / MEBIBYTE)} MiB`;
