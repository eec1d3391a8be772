import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { EXIT, SupopsError } from '../../core/errors.js';
import { packageRoot } from '../package-root.js';

/** The programs of the reference stack's services that are ours. */
export type ProgramName = 'api' | 'exporter' | 'inbox' | 'visitors';

/**
 * The text of a program of ours, a service's or an agent's, bundled into one file that a bare Node runtime can run.
 * @param root the package's root, for tests
 * @throws SupopsError `program-missing` if the package was not built
 */
export async function readProgram(name: string, root: URL = packageRoot()): Promise<string> {
  const file = new URL(`dist/programs/${name}.cjs`, root);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new SupopsError({
      code: 'program-missing',
      exitCode: EXIT.unavailable,
      message: `the program ${name}, which runs inside a container, is not at ${fileURLToPath(file)}`,
      hint: 'run `npm run build`',
      cause,
    });
  }
}
