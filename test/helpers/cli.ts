import { type ExecFileException, execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a run of the built `bin/supops` ended. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run it. */
export interface CliOptions {
  readonly cwd?: string;
  /** Added to this process' environment; `undefined` removes. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
  /** Ends the process with SIGTERM. */
  readonly signal?: AbortSignal;
}

/** The launcher of this checkout. */
export const SUPOPS = fileURLToPath(new URL('../../bin/supops', import.meta.url));

/** Runs the built supops as its own process. Never rejects because of an exit code; -1 where there was none. */
export function runSupops(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { cwd, env, timeoutMs = 120_000, signal } = options;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [SUPOPS, ...args],
      {
        ...(cwd === undefined ? {} : { cwd }),
        ...(signal === undefined ? {} : { signal }),
        env: { ...process.env, CI: 'true', FORCE_COLOR: undefined, ...env },
        timeout: timeoutMs,
        maxBuffer: 64 * 1024 * 1024,
      },
      (error: ExecFileException | null, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ exitCode, stdout, stderr });
      },
    );
  });
}
