import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import type { SourceFile } from '../../stack/alerting/pipelines.js';

/** A file that was found, and whether it was named or lay in a folder that was. */
export interface FoundFile extends SourceFile {
  readonly path: string;
  readonly named: boolean;
}

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads the files that paths name, and the YAML files in the folders that they name, hidden ones left out. Each once, in order.
 * @throws `unreadable-file` (exit 3) for a path that is not there or not text
 */
export async function findFiles(cwd: string, paths: readonly string[]): Promise<readonly FoundFile[]> {
  const found = (await Promise.all(paths.map((path) => expand(cwd, path)))).flat();
  const distinct = [...new Map(found.toReversed().map((file) => [file.path, file])).values()].toReversed();
  return Promise.all(
    distinct.map(async ({ path, named }) => ({ path, named, file: shownPath(cwd, path), text: await readText(path) })),
  );
}

/** A path as people know it: relative to where they are, if it is below. */
export function shownPath(cwd: string, path: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}

async function expand(cwd: string, given: string): Promise<readonly { readonly path: string; readonly named: boolean }[]> {
  const path = resolve(cwd, given);
  const info = await stat(path).catch((error) => Promise.reject(unreadable(given, error)));
  if (!info.isDirectory()) return [{ path, named: true }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/(^|[/\\])(\.|node_modules[/\\])/.test(relative(path, file)))
    .sort()
    .map((file) => ({ path: file, named: false }));
}

async function readText(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > MAX_BYTES) throw new Error('it is larger than 4 MiB');
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): SupopsError {
  const code = (error as NodeJS.ErrnoException).code;
  const reason =
    code === 'ENOENT'
      ? 'there is no such file or folder'
      : code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
        ? 'it is not UTF-8 text'
        : messageOf(error);
  return new SupopsError({
    code: 'unreadable-file',
    exitCode: EXIT.invalid,
    message: `cannot read ${path}: ${reason}`,
    hint: 'give the paths of YAML files, or of folders that hold some',
    ...(code === 'ENOENT' ? {} : { cause: error }),
  });
}
