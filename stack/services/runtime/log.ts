/** Levels of a log line. */
export type LogLevel = 'info' | 'warn' | 'error';

/** Writes one log line; further fields are plain JSON. */
export type Log = (level: LogLevel, msg: string, fields?: Readonly<Record<string, unknown>>) => void;

/** A log of JSON lines `{"time","level","msg",…}`; `write` gets each line with its end. */
export function jsonLog(write: (line: string) => void, now: () => number = Date.now): Log {
  return (level, msg, fields) => write(`${JSON.stringify({ time: new Date(now()).toISOString(), level, msg, ...fields })}\n`);
}
