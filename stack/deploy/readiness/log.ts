import { messageOf } from '../../../core/errors.js';
import type { Instance, Logs } from '../../engine/engine.js';
import type { Readiness } from '../../model/stack.js';

// The engine notes the start after the program runs: its first lines are a little older.
const START_NOTED_LATE_MS = 1_000;

/**
 * A line logged since this start matches. If the lines of the start are gone, because the log was rotated since, the instance has
 * been serving for long and counts as ready. @returns the reason why not, or `undefined`.
 */
export async function probeLog(
  engine: Logs,
  instance: Instance,
  readiness: Readiness & { readonly kind: 'log' },
  signal: AbortSignal,
): Promise<string | undefined> {
  const pattern = new RegExp(readiness.pattern);
  const missing = `no log line with "${readiness.pattern}" yet`;
  const since = Math.max(instance.startedAt - START_NOTED_LATE_MS, instance.finishedAt ?? 0, 0);
  let first = true;
  try {
    for await (const { text, time } of engine.logs(instance.id, { since, signal })) {
      if (pattern.test(text)) return undefined;
      if (first && time > instance.startedAt + readiness.deadlineMs) return undefined;
      first = false;
    }
    return missing;
  } catch (error) {
    signal.throwIfAborted();
    return messageOf(error);
  }
}
