/** Something wrong at a position in a file. Lines and columns count from 1. */
export interface Problem {
  /** Kebab-case identifier, stable: `unknown-alert`. */
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What was found and what was expected, with the nearest name if there is one. */
  readonly message: string;
}

/** `file:line:col: message [code]`, the form that editors and CI logs understand. */
export const formatProblem = (p: Problem): string => `${p.file}:${p.line}:${p.column}: ${p.message} [${p.code}]`;

/** Problems in reading order. */
export const sortProblems = <P extends Problem>(problems: readonly P[]): readonly P[] =>
  [...problems].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
