import { readdir, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest.js';
import { packageRoot } from '../../stack/package-root.js';
import { readYaml } from './positions.js';

/** A scenario of the catalogue. */
export interface CatalogueEntry {
  readonly name: string;
  readonly title: string;
  /** Absolute path. */
  readonly file: string;
}

/** The text of a scenario file. */
export interface ScenarioText {
  /** The path as given, or the catalogue's. */
  readonly file: string;
  readonly text: string;
}

const SUFFIX = '.yaml';
const MAX_BYTES = 1024 * 1024;

/** The scenarios that come with supops, by name. */
export async function listScenarios(): Promise<readonly CatalogueEntry[]> {
  return Promise.all(
    (await catalogueNames()).map(async (name) => {
      const file = catalogueFile(name);
      const { value } = readYaml(file, await readFile(file, 'utf8'));
      return { name, title: String((value as { title?: unknown } | null)?.title ?? ''), file };
    }),
  );
}

/**
 * Finds a scenario by its name in the catalogue, or by its path: whatever has a slash or ends in .yaml or .yml.
 * @throws `unknown-scenario`, or `unreadable-file` for a path that cannot be read (both exit 3).
 */
export async function findScenario(nameOrPath: string, cwd: string): Promise<ScenarioText> {
  if (/[/\\]|\.ya?ml$/.test(nameOrPath))
    return { file: nameOrPath, text: await readText(nameOrPath, resolve(cwd, nameOrPath)) };
  const names = await catalogueNames();
  if (names.includes(nameOrPath)) {
    const file = catalogueFile(nameOrPath);
    return { file, text: await readText(file, file) };
  }
  throw new SupopsError({
    code: 'unknown-scenario',
    exitCode: EXIT.invalid,
    message: `there is no scenario "${nameOrPath}" in the catalogue${suggestion(nameOrPath, names)}`,
    hint: 'list the catalogue with `supops incident list`, or give the path of a file: ./my-scenario.yaml',
  });
}

const catalogue = (): URL => new URL('scenarios/catalogue/', packageRoot());
const catalogueFile = (name: string): string => fileURLToPath(new URL(`${name}${SUFFIX}`, catalogue()));

async function catalogueNames(): Promise<readonly string[]> {
  const files = await readdir(catalogue());
  return files
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();
}

async function readText(shown: string, path: string): Promise<string> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new Error('it is not a file');
    if (info.size > MAX_BYTES) throw new Error('it is larger than 1 MiB');
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    throw unreadable(shown, error);
  }
}

function unreadable(file: string, error: unknown): SupopsError {
  const code = (error as NodeJS.ErrnoException).code;
  const reason =
    code === 'ENOENT'
      ? 'there is no such file'
      : code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
        ? 'it is not UTF-8 text'
        : messageOf(error);
  return new SupopsError({
    code: 'unreadable-file',
    exitCode: EXIT.invalid,
    message: `cannot read the scenario ${file}: ${reason}`,
    hint: 'check the path; scenarios of the catalogue are given by name: `supops incident list`',
    cause: error,
  });
}
