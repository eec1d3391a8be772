/** Exit codes of every command. If several apply, `EXIT_PRECEDENCE` decides. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  invalid: 3,
  unavailable: 4,
  deployFailed: 5,
  notSteady: 6,
  inconclusive: 7,
  dirty: 8,
  aborted: 9,
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const;

/** One of the numbers of `EXIT`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Which code wins if several apply, the strongest first. Codes not listed end a command before any other can arise. */
export const EXIT_PRECEDENCE: readonly ExitCode[] = [8, 130, 143, 70, 4, 9, 6, 7, 1, 0];

/** The strongest of several exit codes; `ok` for none. */
export function strongestExit(codes: readonly ExitCode[]): ExitCode {
  return EXIT_PRECEDENCE.find((code) => codes.includes(code)) ?? codes[0] ?? EXIT.ok;
}

/** The parts of an error. */
export interface ErrorParts {
  /** Kebab-case identifier, stable across versions: `engine-unreachable`. */
  readonly code: string;
  readonly exitCode: ExitCode;
  /** What failed, with names and numbers. */
  readonly message: string;
  /** One thing to try. */
  readonly hint?: string;
  /** Additional lines: problems of a file, the last log lines of a service. */
  readonly details?: readonly string[];
  readonly cause?: unknown;
}

/** Every error that supops explains. Rendered in one place, `cli/render/errors`. */
export class SupopsError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly details: readonly string[];

  constructor(parts: ErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = 'SupopsError';
    this.code = parts.code;
    this.exitCode = parts.exitCode;
    this.hint = parts.hint;
    this.details = parts.details ?? [];
  }
}

/** The message of any thrown value. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
