import { readFileSync } from 'node:fs';

/** Where supops puts a program's settings. */
export const CONFIG_FILE = '/etc/supops/config.json';

/**
 * Reads a program's settings.
 * @throws Error naming the file, if it cannot be read, is not a JSON object or lacks one of `required`.
 */
export function readConfig<T extends object>(file: string, required: readonly (keyof T & string)[]): T {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    // A parser's message may quote the text, and the text may hold a password.
    throw new Error(`cannot read ${file}: ${cause instanceof SyntaxError ? 'not valid JSON' : (cause as Error).message}`);
  }
  if (typeof value !== 'object' || value === null) throw new Error(`${file}: expected a JSON object`);
  const missing = required.filter((key) => !(key in value));
  if (missing.length > 0) throw new Error(`${file}: missing ${missing.join(', ')}`);
  return value as T;
}
