import { randomInt } from 'node:crypto';
import { readSecrets, type Secrets, writeSecrets } from './state.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 32;

/** The secrets kept for a stack, else new ones, which are kept. Programs take them at their start, so lost ones may be replaced. */
export async function settleSecrets(folder: string, keep: boolean): Promise<Secrets> {
  const kept = await readSecrets(folder);
  if (kept) return kept;
  const secrets: Secrets = { shopPassword: makeSecret(), exporterPassword: makeSecret(), visitorsToken: makeSecret() };
  if (keep) await writeSecrets(folder, secrets);
  return secrets;
}

/** 190 bits in letters and digits. */
const makeSecret = (): string => Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
