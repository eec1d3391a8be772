import type { Milliseconds } from '../../core/time.js';

/** What programs write to their standard output and error. */
export interface Logs {
  /** Lines of an instance, oldest first; with `follow` until the signal is aborted or the instance is gone. */
  logs(id: string, options: LogOptions): AsyncIterable<LogLine>;
}

/** Which lines. */
export interface LogOptions {
  readonly follow?: boolean;
  /** Only the last n lines. */
  readonly tail?: number;
  /** Only lines at or after this moment (engine's clock). */
  readonly since?: Milliseconds;
  readonly signal?: AbortSignal;
}

/** One line without its line end. */
export interface LogLine {
  /** Epoch ms on the engine's clock, with fractions. */
  readonly time: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}
