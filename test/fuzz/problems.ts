import type { Problem } from '../../core/problem.js';

/** Fails unless every problem says what is wrong, and where: a place that an editor can go to. */
export function expectClear(problems: readonly Problem[], text: string): void {
  const lines = text.split('\n');
  for (const { code, line, column, message } of problems) {
    const where = `${line}:${column} ${code}`;
    if (!/^[a-z]+(-[a-z]+)*$/.test(code)) throw new Error(`no code: ${where}`);
    if (message.trim() === '') throw new Error(`no message: ${where}`);
    if (!Number.isInteger(line) || line < 1 || line > lines.length) throw new Error(`no such line: ${where}`);
    if (!Number.isInteger(column) || column < 1 || column > (lines[line - 1] ?? '').length + 2)
      throw new Error(`no such column: ${where}: ${message}; the line is ${JSON.stringify(lines[line - 1]?.slice(0, 200))}`);
  }
}
