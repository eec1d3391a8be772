import { mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import { stackStateDirectory } from '../../stack/state/state.js';
import type { UndoRecord } from '../model.js';

/** What is known of a run whose fault is, or may be, in place: enough to undo it from any folder. */
export interface ActiveRun {
  readonly run: string;
  readonly stack: string;
  /** Absolute path of its journal. */
  readonly journal: string;
  readonly records: readonly UndoRecord[];
}

/** Where the active run of a stack is noted; one file per engine and stack. */
export const activeRunPath = (stateDir: string, engineId: string, stack: string): string =>
  join(stackStateDirectory(stateDir, engineId, stack), 'active-run.json');

/**
 * Writes the note so that it survives a crash of the machine: whole or not at all. Rejects with `state-unusable` (exit 4) where it cannot be
 * written, and leaves nothing behind then.
 */
export async function writeActiveRun(path: string, active: ActiveRun): Promise<void> {
  const temporary = `${path}.${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeDurably(temporary, JSON.stringify(active));
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw new SupopsError({
      code: 'state-unusable',
      exitCode: EXIT.unavailable,
      message: `cannot note the run in ${dirname(path)}: ${messageOf(cause)}`,
      hint: 'free some disk space, or set XDG_STATE_HOME to a folder that you may write',
      cause,
    });
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The noted run, or `undefined`. A note that cannot be parsed was never finished and names no fault: faults come after it. */
export async function readActiveRun(path: string): Promise<ActiveRun | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ActiveRun;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Forgets the run, its fault being undone and verified; folders that hold nothing else go with it. */
export async function clearActiveRun(path: string): Promise<void> {
  await rm(path, { force: true });
  // Not empty while the stack exists: its secrets are kept beside.
  for (const folder of [dirname(path), dirname(dirname(path))]) await rmdir(folder).catch(() => {});
}
