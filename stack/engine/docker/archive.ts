import { dirname, relative } from 'node:path/posix';
import { buffer } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import type { Milliseconds } from '../../../core/time.js';
import type { FileEntry } from '../../model/stack.js';

/**
 * A tar archive of entries, their paths relative to `root`, directories before what they hold. Parents that no entry names are not
 * in it: the engine keeps those that exist as they are and makes the others (root, 0755).
 */
export async function packEntries(root: string, entries: readonly FileEntry[], mtime: Milliseconds): Promise<Buffer> {
  const archive = pack();
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const bytes = buffer(archive);
  for (const { path, content, mode, uid, gid } of sorted) {
    const header = { name: relative(root, path), mode, uid, gid, mtime: new Date(mtime) };
    if (content === undefined) archive.entry({ ...header, type: 'directory' });
    else archive.entry(header, typeof content === 'string' ? content : Buffer.from(content));
  }
  archive.finalize();
  return bytes;
}

/**
 * Entries by the mount they are written through, the deepest one above each; `/` for those outside all mounts. With a read-only root
 * the engine accepts archives for mounts only.
 */
export function groupByMount(
  mounts: readonly string[],
  entries: readonly FileEntry[],
): ReadonlyMap<string, readonly FileEntry[]> {
  const deepestFirst = [...mounts].sort((a, b) => b.length - a.length);
  const groups = new Map<string, FileEntry[]>();
  for (const entry of entries) {
    const mount = deepestFirst.find((one) => entry.path.startsWith(`${one}/`)) ?? '/';
    groups.set(mount, [...(groups.get(mount) ?? []), entry]);
  }
  return groups;
}

/** Files of an archive that the engine made of `path`: absolute path → content. */
export async function unpackFiles(path: string, tar: NodeJS.ReadableStream): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const parent = dirname(path.replace(/\/+$/, '') || '/');
  const unpack = extract();
  tar.on('error', (error) => unpack.destroy(error as Error));
  tar.pipe(unpack);
  for await (const entry of unpack) {
    const content = await buffer(entry);
    const name = `${parent === '/' ? '' : parent}/${entry.header.name.replace(/^\.?\//, '')}`;
    if (entry.header.type === 'file' || entry.header.type === 'contiguous-file') files.set(name, content);
  }
  return files;
}
