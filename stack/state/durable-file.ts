import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Files and folders of ours are for their user alone. */
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Replaces a file as a whole: whoever reads it finds the old text or the new one, also after a crash of the machine, and when several
 * processes write it at once. Makes the folder if there is none. Rejects with the error of the file system, and leaves nothing behind then.
 */
export const replaceFile = (file: string, text: string): Promise<void> =>
  withTemporary(file, text, (temporary) => rename(temporary, file));

/**
 * Makes a file if there is none, in the same way.
 * @returns false if there is one: of several that write at once exactly one gets true
 */
export function createFile(file: string, text: string): Promise<boolean> {
  return withTemporary(file, text, async (temporary) => {
    try {
      await link(temporary, file);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST') return false;
      if (code === undefined || !WITHOUT_LINKS.has(code)) throw error;
      await rename(temporary, file);
      return true;
    }
  });
}

// File systems that have no links; among them only the last of several wins.
const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Whether a name in the folder of a file is what a writer of that file has left behind when it was killed. */
export const isLeftBehind = (file: string, name: string): boolean =>
  name.startsWith(`${path.basename(file)}.`) && name.endsWith('.new');

async function withTemporary<T>(file: string, text: string, put: (temporary: string) => Promise<T>): Promise<T> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const temporary = `${file}.${process.pid}-${randomBytes(6).toString('hex')}.new`;
  try {
    await writeWhole(temporary, text);
    const result = await put(temporary);
    await syncFolder(folder);
    return result;
  } finally {
    // Renamed or linked by now, or of no use any more.
    await rm(temporary, { force: true }).catch(() => {});
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', PRIVATE_FILE);
  try {
    // The mode given to open is narrowed by the umask, never widened.
    await handle.chmod(PRIVATE_FILE);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

// The name of a file is kept in its folder: without this a crash may lose the name and keep the text.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
