import type { Checked, CheckStatus } from '../../stack/doctor/check.js';
import type { Palette } from './palette.js';

const TITLE_WIDTH = 22;
const SIGNS = { ok: '✓', warning: '!', problem: '✗' } as const satisfies Record<CheckStatus, string>;

/** One check in a line, with what to try below it. */
export function checkedText({ title, status, detail, hint }: Checked, paint: Palette): string {
  const color = { ok: paint.good, warning: paint.warn, problem: paint.bad }[status];
  const line = `${color(SIGNS[status])} ${paint.bold(title)}${' '.repeat(Math.max(1, TITLE_WIDTH - title.length))}${detail}\n`;
  return hint === undefined ? line : `${line}${' '.repeat(TITLE_WIDTH + 2)}${paint.name('hint:')} ${hint}\n`;
}

/** How it is altogether. */
export function doctorSummary(checked: readonly Checked[], paint: Palette): string {
  const problems = checked.filter(({ status }) => status === 'problem').map(({ title }) => title);
  const warnings = checked.filter(({ status }) => status === 'warning').length;
  const restricted = warnings === 0 ? '' : `, ${warnings === 1 ? 'one warning' : `${warnings} warnings`}`;
  if (problems.length === 0) return `\n${paint.good('✓')} supops can work here${restricted}\n`;
  return `\n${paint.bad('✗')} ${problems.length === 1 ? 'a problem' : `${problems.length} problems`} (${problems.join(', ')})${restricted}\n`;
}
