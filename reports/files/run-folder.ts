import { EXIT, SupopsError } from '../../core/errors.js';

/** The result document inside a run's folder, as `--output json` prints it. */
export const RESULT_FILE = 'run.json';

/** Says that a file or folder of runs cannot be read: `run-unreadable`, exit 4. */
export function unreadable(path: string, reason: string, cause?: unknown): SupopsError {
  return new SupopsError({
    code: 'run-unreadable',
    exitCode: EXIT.unavailable,
    message: `the run's record ${path} cannot be read: ${reason}`,
    hint: '`supops report --list` names the runs that can',
    cause,
  });
}
