import { readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import { replaceFile } from '../../stack/state/durable-file.js';
import { stackStateDirectory } from '../../stack/state/state.js';
import { undoRecord } from '../record/shapes.js';
import { oldRecord, upcastRecord } from '../record/upcast.js';

const ACTIVE_RUN = z.object({
  run: z.string(),
  /** Name of the system under test. */
  stack: z.string(),
  /** Absolute path of its journal. */
  journal: z.string(),
  /** Who runs it, if no guardian says so. */
  owner: z.string().optional(),
  // A run that an older version left behind is still undone.
  records: z.array(undoRecord.or(oldRecord.transform(upcastRecord))).readonly(),
});

/** What is known about a run whose faults are, or may be, in place: enough to undo them, in order, from any folder. */
export type ActiveRun = z.infer<typeof ACTIVE_RUN>;

/** Where the active run of a system is noted; one file for each engine and system. */
export const activeRunPath = (stateDir: string, engineId: string, stack: string): string =>
  join(stackStateDirectory(stateDir, engineId, stack), 'active-run.json');

/**
 * Writes the note so that it survives a crash of the machine, completely or not at all. Rejects with `state-unusable` (exit 4) if it cannot be
 * written; then nothing is left behind.
 */
export async function writeActiveRun(path: string, active: ActiveRun): Promise<void> {
  try {
    await replaceFile(path, JSON.stringify(active));
  } catch (cause) {
    throw new SupopsError({
      code: 'state-unusable',
      exitCode: EXIT.unavailable,
      message: `cannot note the run in ${dirname(path)}: ${messageOf(cause)}`,
      hint: 'free some disk space, or set XDG_STATE_HOME to a folder that you may write',
      cause,
    });
  }
}

/** The noted run, or `undefined`. A note that cannot be parsed was never completed and covers no fault: faults are injected only after it is written. */
export async function readActiveRun(path: string): Promise<ActiveRun | undefined> {
  try {
    return ACTIVE_RUN.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes the note once the faults are undone and verified, together with folders that hold nothing else. */
export async function clearActiveRun(path: string): Promise<void> {
  await rm(path, { force: true });
  // Not empty while the stack exists: its secrets are kept in the same folder.
  for (const folder of [dirname(path), dirname(dirname(path))]) await rmdir(folder).catch(() => {});
}
