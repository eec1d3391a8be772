import { createHash } from 'node:crypto';
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import { createFile, isLeftBehind, replaceFile } from './durable-file.js';

/** A random word in the form in which we make them. */
const SECRET = z.string().regex(/^[A-Za-z0-9]{24,}$/);

/** Secrets as they must look. */
export const SECRETS = z.object({
  shopPassword: SECRET,
  exporterPassword: SECRET,
  faultsPassword: SECRET,
  visitorsToken: SECRET,
  apiToken: SECRET,
});

/** Generated passwords of one stack: letters and digits only, as some programs expand other characters. */
export type Secrets = Readonly<z.infer<typeof SECRETS>>;

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

/** The secrets kept for a stack; `undefined` if there are none or the file is damaged. */
export async function readSecrets(folder: string): Promise<Secrets | undefined> {
  try {
    const parsed = SECRETS.safeParse(JSON.parse(await readFile(secretsFile(folder), 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw stateError(folder, error);
  }
}

/** Keeps the secrets instead of those that are kept: file 0600 in a folder 0700. */
export const writeSecrets = (folder: string, secrets: Secrets): Promise<void> =>
  replaceFile(secretsFile(folder), toText(secrets)).catch((error) => Promise.reject(stateError(folder, error)));

/** Keeps the secrets if there are none yet. @returns false if there are: of two commands at once only one gets true */
export const createSecrets = (folder: string, secrets: Secrets): Promise<boolean> =>
  createFile(secretsFile(folder), toText(secrets)).catch((error) => Promise.reject(stateError(folder, error)));

const toText = (secrets: Secrets): string => `${JSON.stringify(secrets, null, 2)}\n`;

/** Forgets the secrets of a stack that is gone, and its folder if nothing else is kept there. */
export async function removeSecrets(folder: string): Promise<void> {
  const file = secretsFile(folder);
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => isLeftBehind(file, name)).map((name) => path.join(folder, name));
  await Promise.all([file, ...left].map((name) => rm(name, { force: true })));
  for (const empty of [folder, path.dirname(folder)]) if (!(await removeEmpty(empty))) return;
}

/** Removes a folder if nothing is in it. @returns whether it did */
export const removeEmpty = (folder: string): Promise<boolean> =>
  rmdir(folder).then(
    () => true,
    () => false,
  );

const secretsFile = (folder: string) => path.join(folder, 'secrets.json');

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** The error for a folder in which state cannot be kept: `state-unusable`, exit 4. */
export const stateError = (folder: string, cause: unknown) =>
  new SupopsError({
    code: 'state-unusable',
    exitCode: EXIT.unavailable,
    message: `cannot keep state in ${folder}: ${messageOf(cause)}`,
    hint: 'set XDG_STATE_HOME to a folder that you may write',
    cause,
  });
