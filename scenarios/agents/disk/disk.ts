import { access, constants, type FileHandle, open, readFile, realpath, rm, stat, statfs } from 'node:fs/promises';
import { posix } from 'node:path';
import type { AgentBody } from '../runtime/agent.js';
import { diskArgs, diskPlace } from './args.js';
import { mountPoints, volumeOf } from './mounts.js';
import { bytesText, percentOf, planFill, type Space, spaceOf } from './space.js';

const CHUNK = Buffer.alloc(1_024 * 1_024, 1);

/** The file of an agent: by its id it is known for what it is, also to whoever finds it. */
const fileIn = (path: string, id: string): string => posix.join(path, `.supops-fill-${id}`);

/** Fills the file system of one of the victim's volumes with one file. */
export function diskAgent(id: string): AgentBody {
  const stop = new AbortController();
  let filled: { readonly path: string; readonly before: Space } | undefined;

  const space = async (path: string) => spaceOf(await statfs(path));
  const remove = async (path: string) => {
    const file = fileIn(path, id);
    await rm(file, { force: true });
    const left = await stat(file).catch(() => undefined);
    return { clean: left === undefined, detail: left ? `${file} is still there` : `${file} is gone` };
  };

  return {
    probe: async () => ({ mechanism: 'a file in a volume of the victim' }),
    apply: async (given) => {
      const { path, percent, bytes } = diskArgs.parse(given);
      // Where it really is: a link may lead out of the volume, to where nothing of the victim is.
      volumeOf(await realpath(path), mountPoints(await readFile('/proc/self/mountinfo', 'utf8')));
      await access(path, constants.W_OK);
      const before = await space(path);
      const wanted = planFill(before, { percent, bytes });
      filled = { path, before };
      await fill(fileIn(path, id), wanted, stop.signal);
      if (stop.signal.aborted) await remove(path);
    },
    effect: async () => {
      if (!filled) return { touched: false, evidence: 'nothing has been written' };
      const { path, before } = filled;
      const now = await space(path);
      return {
        touched: now.free < before.free,
        evidence: `${path}: ${bytesText(before.free)} free before, ${bytesText(now.free)} now, used to ${percentOf(now).toFixed(0)} %`,
      };
    },
    undo: async () => {
      stop.abort();
      return filled ? remove(filled.path) : { clean: true, detail: 'nothing was written' };
    },
    clean: async (given) => remove(diskPlace.parse(given).path),
  };
}

/** Writes a new file of so many bytes, or as many as there is space for. */
async function fill(file: string, bytes: number, signal: AbortSignal): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    for (let left = bytes; left > 0 && !signal.aborted; ) left -= await writeSome(handle, left);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @returns how much was written; all of it, if the file system is full */
async function writeSome(handle: FileHandle, left: number): Promise<number> {
  try {
    return (await handle.write(CHUNK, 0, Math.min(CHUNK.length, left))).bytesWritten;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return left;
    throw error;
  }
}
