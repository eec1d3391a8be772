import type { Problem } from '../../core/problem.js';

/** How bad a problem is: an error does not work, or not as it is meant; a warning may be meant. */
export type Severity = 'error' | 'warning';

/** Something that lint found. */
export interface LintProblem extends Problem {
  readonly severity: Severity;
}

/** Where a problem is. */
export interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A problem at a place. */
export const problemAt = (
  { file, line, column }: Spot,
  severity: Severity,
  { code, message }: Pick<Problem, 'code' | 'message'>,
): LintProblem => ({ severity, code, file, line, column, message });

/** Problems that the readers of files found: the programs would refuse such a file. */
export const asErrors = (problems: readonly Problem[]): readonly LintProblem[] =>
  problems.map((problem) => ({ severity: 'error', ...problem }));
