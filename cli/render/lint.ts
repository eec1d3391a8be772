import { listText } from '../../scenarios/language/sentences.js';
import type { LintFile } from '../../scenarios/lint/input.js';
import type { LintProblem } from '../../scenarios/lint/problem.js';
import type { Palette } from './palette.js';

/** What lint looked at, and what it found. */
export interface LintResult {
  readonly files: readonly { readonly file: string; readonly kind: LintFile['kind'] }[];
  readonly problems: readonly LintProblem[];
}

const NOUNS = [
  ['scenario', 'scenario', 'scenarios'],
  ['rules', 'rule file', 'rule files'],
  ['alertmanager', 'Alertmanager configuration', 'Alertmanager configurations'],
] as const;

/** Problems a line each, in the form that compilers use, and what was looked at. */
export function lintText({ files, problems }: LintResult, paint: Palette): string {
  const lines = problems.map(({ file, line, column, severity, message, code }) => {
    const word = severity === 'error' ? paint.bad(severity) : paint.warn(severity);
    return `${file}:${line}:${column}: ${word}: ${message} ${paint.dim(`[${code}]`)}\n`;
  });
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const counts = [
    ...(errors > 0 ? [paint.bad(count(errors, 'error'))] : []),
    ...(warnings > 0 ? [paint.warn(count(warnings, 'warning'))] : []),
  ];
  const found = counts.length === 0 ? 'no problems' : listText(counts);
  const sign = errors > 0 ? paint.bad('✗') : paint.good('✓');
  return `${lines.join('')}${lines.length > 0 ? '\n' : ''}${sign} ${looked(files)}${found}\n`;
}

function looked(files: LintResult['files']): string {
  const parts = NOUNS.flatMap(([kind, one, many]) => {
    const n = files.filter((file) => file.kind === kind).length;
    return n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];
  });
  return parts.length === 0 ? '' : `${listText(parts)}: `;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
