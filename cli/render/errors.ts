import { EXIT, type ExitCode, messageOf, SupopsError, strongestExit } from '../../core/errors.js';
import { packageVersion } from '../../stack/package-root.js';
import type { Context } from '../context.js';
import { colorFor, wantsJson } from '../settings.js';
import { palette } from './palette.js';

/** An error as `--output json` prints it, as `{"error": …}`. */
export interface ErrorDocument {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly details: readonly string[];
  readonly exitCode: ExitCode;
}

/**
 * Says what went wrong, as text on stderr or as one JSON document on stdout, and returns the exit code. The only place where
 * errors are rendered. After an interruption, the interruption is reported instead of the error that it caused.
 */
export function renderError(context: Context, thrown: unknown): ExitCode {
  const document = errorDocument(reasonOf(context.interruption.signal, thrown));
  if (wantsJson(context.args)) context.stdout.write(`${JSON.stringify({ error: document }, null, 2)}\n`);
  else context.stderr.write(errorText(document, colorFor(context, context.stderr)));
  return document.exitCode;
}

/** What is reported of an error: after an interruption that is the interruption, unless the error is worse. */
export function reasonOf(signal: AbortSignal, thrown: unknown): unknown {
  if (!signal.aborted || !(signal.reason instanceof SupopsError)) return thrown;
  if (!(thrown instanceof SupopsError)) return signal.reason;
  return strongestExit([thrown.exitCode, signal.reason.exitCode]) === thrown.exitCode ? thrown : signal.reason;
}

/** An error as data. An unknown error is a bug: its stack and the version are the details. */
export function errorDocument(error: unknown): ErrorDocument {
  if (error instanceof SupopsError) {
    const { code, message, hint, details, exitCode } = error;
    return { code, message, ...(hint === undefined ? {} : { hint }), details: [...details, ...causes(error)], exitCode };
  }
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return {
    code: 'internal',
    message: `a bug in supops: ${messageOf(error)}`,
    hint: 'report it with everything above; what was left behind is undone by the next start',
    details: [
      ...stack
        .split('\n')
        .slice(1)
        .map((line) => line.trim()),
      ...causes(error),
      versions(),
    ].filter((line) => line !== ''),
    exitCode: EXIT.internal,
  };
}

/** `caused by: …` for each cause that the message does not quote already. */
function causes(error: unknown): string[] {
  const lines: string[] = [];
  let outer = messageOf(error);
  for (let cause = causeOf(error); cause !== undefined && lines.length < 5; cause = causeOf(cause)) {
    const message = messageOf(cause);
    if (message !== '' && !outer.includes(message)) lines.push(`caused by: ${message}`);
    outer = message;
  }
  return lines;
}

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined);

const versions = () => `supops ${packageVersion()}, Node ${process.versions.node}, ${process.platform} ${process.arch}`;

/** An error for people: message, details each on its own line (problems keep their `file:line:col` at the margin), hint. */
export function errorText(document: ErrorDocument, color: boolean): string {
  const paint = palette(color);
  const lines = [`${paint.bad('error:')} ${document.message} ${paint.dim(`[${document.code}]`)}`, ...document.details];
  if (document.hint !== undefined) lines.push(`${paint.name('hint:')} ${document.hint}`);
  return `${lines.join('\n')}\n`;
}
