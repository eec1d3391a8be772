// biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes have no width.
const COLOR_CODES = /\u001b\[\d+m/g;

const widthOf = (cell: string) => cell.replace(COLOR_CODES, '').length;

/** Rows as columns two spaces apart, without trailing spaces. Cells may be coloured. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
