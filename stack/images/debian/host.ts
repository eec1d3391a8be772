import { access, readdir, readFile } from 'node:fs/promises';
import { hostMirror, type SourcesFile } from './mirror.js';
import type { PackageSource } from './recipe.js';

/** Ubuntu's apt trusts no key of Debian's, so that the file is named wherever it exists. Newer releases name it `.pgp`. */
const KEYRINGS = ['/usr/share/keyrings/debian-archive-keyring.gpg', '/usr/share/keyrings/debian-archive-keyring.pgp'];

/** Where to fetch packages from, the best first: the host's own mirror, then what mmdebstrap takes by itself. */
export async function packageSources(): Promise<readonly PackageSource[]> {
  const [keyring, near] = await Promise.all([firstReadable(KEYRINGS), readHostMirror()]);
  const own = keyring === undefined ? {} : { keyring };
  return near === undefined ? [own] : [{ mirror: near, ...own }, own];
}

async function firstReadable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const readable = await access(path).then(
      () => true,
      () => false,
    );
    if (readable) return path;
  }
  return undefined;
}

async function readHostMirror(): Promise<string | undefined> {
  const folder = '/etc/apt/sources.list.d';
  const names = await readdir(folder).catch(() => []);
  const paths = [
    '/etc/apt/sources.list',
    ...names.filter((name) => /\.(list|sources)$/.test(name)).map((name) => `${folder}/${name}`),
  ];
  const files = await Promise.all(paths.sort().map(readSources));
  return hostMirror(await readFile('/etc/os-release', 'utf8').catch(() => ''), files);
}

const readSources = async (name: string): Promise<SourcesFile> => ({
  name,
  text: await readFile(name, 'utf8').catch(() => ''),
});
