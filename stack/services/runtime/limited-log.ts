import type { Milliseconds } from '../../../core/time.js';
import type { Log } from './log.js';

/**
 * The same log, but a message of the same level and text is written at most once in `intervalMs`; the next line that is written
 * says how many were left out (`repeated`). A broken database must not bury the log.
 */
export function limitedLog(log: Log, intervalMs: Milliseconds, now: () => Milliseconds = Date.now): Log {
  const seen = new Map<string, { readonly at: Milliseconds; dropped: number }>();
  return (level, msg, fields) => {
    const key = `${level} ${msg}`;
    const last = seen.get(key);
    if (last && now() - last.at < intervalMs) {
      last.dropped += 1;
      return;
    }
    seen.set(key, { at: now(), dropped: 0 });
    log(level, msg, last?.dropped ? { ...fields, repeated: last.dropped } : fields);
  };
}
