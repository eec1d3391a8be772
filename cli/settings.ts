import type { Context, Output } from './context.js';

/** Options that every command shares, checked. */
export interface Settings {
  readonly stack: string;
  /** Whether somebody named the stack, on the command line or in the environment. */
  readonly isStackNamed?: boolean;
  readonly output: 'text' | 'json';
  readonly quiet: boolean;
  /** Progress of each part, not only of each phase, if lines are written. */
  readonly verbose?: boolean;
  /** Whether colour may be used, for each stream. */
  readonly color: { readonly stdout: boolean; readonly stderr: boolean };
}

/** True if JSON was requested, judging by the raw arguments: known even if they cannot be parsed. */
export const wantsJson = (args: readonly string[]): boolean =>
  args.some((arg, i) => arg === '--output=json' || (arg === '--output' && args[i + 1] === 'json'));

/** True if the raw arguments switch colour off. */
const wantsNoColor = (args: readonly string[]): boolean => args.includes('--no-color');

/** Whether a stream is coloured, decided in this order: `--no-color`, then NO_COLOR (https://no-color.org), then FORCE_COLOR, then whether it is a terminal. */
export function colorFor(context: Pick<Context, 'args' | 'env'>, output: Output): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = context.env;
  if (wantsNoColor(context.args) || (NO_COLOR !== undefined && NO_COLOR !== '')) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return output.isTTY && TERM !== 'dumb';
}

/** True if a live view may be drawn on stderr: it is a real terminal, and its output is not recorded line by line. */
export function isInteractive(context: Pick<Context, 'env' | 'stderr'>): boolean {
  const { CI, TERM } = context.env;
  const inCi = CI !== undefined && CI !== '' && CI !== 'false' && CI !== '0';
  return context.stderr.isTTY && TERM !== 'dumb' && !inCi;
}
