import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';

/** Generated passwords of one stack: letters and digits only, as some programs expand other characters. */
export interface Secrets {
  readonly shopPassword: string;
  readonly exporterPassword: string;
  readonly visitorsToken: string;
}

/** A random word as we make them. */
const SECRET = z.string().regex(/^[A-Za-z0-9]{24,}$/);

/** Secrets as they must look. */
export const SECRETS = z.object({ shopPassword: SECRET, exporterPassword: SECRET, visitorsToken: SECRET });

/**
 * The folder for what supops must remember between commands (XDG Base Directory Specification): `$XDG_STATE_HOME/supops`, else
 * `~/.local/state/supops`; `~/Library/Application Support/supops` on macOS.
 */
export function stateDirectory(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: NodeJS.Platform,
): string {
  const xdg = env.XDG_STATE_HOME;
  // The specification says that relative paths are to be ignored.
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, 'supops');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'supops');
  return path.join(home, '.local', 'state', 'supops');
}

/** The folder of one stack on one engine. */
export const stackStateDirectory = (stateDir: string, engineId: string, stack: string): string =>
  path.join(stateDir, shortHash(engineId), stack);

/** The secrets kept for a stack; `undefined` where there are none or the file is damaged. */
export async function readSecrets(folder: string): Promise<Secrets | undefined> {
  try {
    const parsed = SECRETS.safeParse(JSON.parse(await readFile(secretsFile(folder), 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw stateError(folder, error);
  }
}

/** Keeps the secrets: file 0600 in a folder 0700, replaced as a whole so that a crash never leaves half a file. */
export async function writeSecrets(folder: string, secrets: Secrets): Promise<void> {
  const file = secretsFile(folder);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    await chmod(`${file}.new`, 0o600);
    await rename(`${file}.new`, file);
  } catch (error) {
    throw stateError(folder, error);
  }
}

/** Forgets the secrets of a stack that is gone, and its folder where nothing else is kept there. */
export async function removeSecrets(folder: string): Promise<void> {
  await rm(secretsFile(folder), { force: true });
  for (const empty of [folder, path.dirname(folder)])
    if (
      !(await rmdir(empty).then(
        () => true,
        () => false,
      ))
    )
      return;
}

const secretsFile = (folder: string) => path.join(folder, 'secrets.json');

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

const stateError = (folder: string, cause: unknown) =>
  new SupopsError({
    code: 'state-unusable',
    exitCode: EXIT.unavailable,
    message: `cannot keep state in ${folder}: ${messageOf(cause)}`,
    hint: 'set XDG_STATE_HOME to a folder that you may write',
    cause,
  });
