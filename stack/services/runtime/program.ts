import type { Milliseconds } from '../../../core/time.js';
import { jsonLog, type Log } from './log.js';

/** Ends a program: stops accepting, closes what is open. */
export type Stop = () => Promise<void>;

/** A program that is asked to end has ended after this time, whatever still runs. */
const STOP_LIMIT_MS: Milliseconds = 1_500;

/**
 * Runs a program until SIGTERM or SIGINT, then stops it in at most 1.5 s and exits with 0. A start that fails is logged, exit 1.
 * An error that nobody handled is logged and the program goes on: it must outlive the services it needs.
 */
export function runProgram(process: NodeJS.Process, start: (log: Log) => Promise<Stop>): void {
  const log = jsonLog((line) => process.stdout.write(line));
  process.on('uncaughtException', (error) => log('error', 'unexpected error', { error: error.stack ?? String(error) }));
  process.on('unhandledRejection', (reason) =>
    log('error', 'unexpected rejection', { error: reason instanceof Error ? reason.stack : String(reason) }),
  );
  const started = start(log);
  started.catch((error: unknown) => {
    log('error', 'cannot start', { error: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  });
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log('info', 'stopping', { signal });
    setTimeout(() => process.exit(0), STOP_LIMIT_MS);
    started
      .then((stop) => stop())
      .catch((error: unknown) => log('warn', 'not stopped cleanly', { error: String(error) }))
      .finally(() => process.exit(0));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
