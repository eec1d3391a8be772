import { messageOf } from '../../../core/errors.js';
import type { Milliseconds } from '../../../core/time.js';
import type { Exec } from '../../engine/engine.js';

// A server that accepts questions and never answers is not ready either.
const ANSWER_TIMEOUT_MS: Milliseconds = 5_000;

/** The command exits with 0 inside the instance. @returns the reason why not, or `undefined`. */
export async function probeQuery(
  engine: Exec,
  id: string,
  { command, signal }: { readonly command: readonly string[]; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  try {
    const { exitCode, stderr, stdout } = await engine.exec(id, command, { signal: AbortSignal.any([signal, timeout]) });
    if (exitCode === 0) return undefined;
    return lastLine(stderr) ?? lastLine(stdout) ?? `the query exited with code ${exitCode}`;
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) return `the query did not answer within ${ANSWER_TIMEOUT_MS / 1_000} s`;
    // The instance may have ended between the look and the question; the caller, who waits, finds out.
    return messageOf(error);
  }
}

const lastLine = (text: string): string | undefined => text.trim().split('\n').at(-1)?.trim() || undefined;
