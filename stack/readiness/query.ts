import { messageOf } from '../../core/errors.js';
import type { Exec } from '../engine/engine.js';

/** The command exits with 0 inside the instance. @returns the reason why not, or `undefined`. */
export async function probeQuery(engine: Exec, id: string, command: readonly string[]): Promise<string | undefined> {
  try {
    const { exitCode, stderr, stdout } = await engine.exec(id, command);
    if (exitCode === 0) return undefined;
    return lastLine(stderr) ?? lastLine(stdout) ?? `the query exited with code ${exitCode}`;
  } catch (error) {
    // The instance may have ended between the look and the question; who waits finds out.
    return messageOf(error);
  }
}

const lastLine = (text: string): string | undefined => text.trim().split('\n').at(-1)?.trim() || undefined;
