import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

let root: URL | undefined;

/**
 * The folder of our package.json, with a trailing slash: found upwards from this file, so that it is the same from the sources
 * and from the bundle.
 */
export function packageRoot(): URL {
  root ??= findRoot(new URL('.', import.meta.url));
  return root;
}

/** The version in our package.json. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', packageRoot()), 'utf8')) as { version: string };
  return version;
}

/** The text of a file that is part of the package, by its path from the package's root: `stack/monitoring/alertmanager.yml`. */
export const readPackageFile = (relative: string): Promise<string> => readFile(new URL(relative, packageRoot()), 'utf8');

function findRoot(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const parent = new URL('..', folder);
  if (parent.href === folder.href) throw new Error(`no package.json above ${import.meta.url}`);
  return findRoot(parent);
}
