import { createSecrets, readSecrets, type Secrets, writeSecrets } from '../state/state.js';
import { settleSecrets } from './secrets.js';

/**
 * Settles the secrets of a stack and keeps them in its folder. Two commands that find none at the same time end up with the same ones.
 * @param inUse what the instances of the stack use
 */
export async function keepSecrets(folder: string, inUse: Partial<Secrets>): Promise<Secrets> {
  const kept = await readSecrets(folder);
  const secrets = settleSecrets(inUse, kept);
  if (kept !== undefined) return replaceChanged(folder, secrets, kept);
  if (await createSecrets(folder, secrets)) return secrets;
  // Somebody else was faster; or the file is damaged.
  const theirs = await readSecrets(folder);
  return replaceChanged(folder, settleSecrets(inUse, theirs ?? secrets), theirs);
}

async function replaceChanged(folder: string, secrets: Secrets, kept: Secrets | undefined): Promise<Secrets> {
  const isSame = kept !== undefined && Object.entries(secrets).every(([name, value]) => kept[name as keyof Secrets] === value);
  if (!isSame) await writeSecrets(folder, secrets);
  return secrets;
}
