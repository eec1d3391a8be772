/** Rows of tables that do not have as many cells as their head, as GitHub counts them. */
export function brokenTables(markdown: string): readonly string[] {
  const broken: string[] = [];
  let columns: number | undefined;
  for (const line of outsideFences(markdown)) {
    if (!line.startsWith('|')) {
      columns = undefined;
      continue;
    }
    const cells = line.split(/(?<!\\)\|/).length - 2;
    columns ??= cells;
    if (cells !== columns || !line.endsWith('|')) broken.push(line);
  }
  return broken;
}

/** Places where text would be taken for markup: HTML, mentions, references, links, headings that are not ours. */
export const looseText = (markdown: string): readonly string[] =>
  outsideFences(markdown).flatMap((line) => {
    // An escaped backtick opens no code.
    const bare = line.replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, 'CODE');
    const found = LOOSE.filter((pattern) => pattern.test(bare));
    return found.length > 0 ? [`${found.map(String).join(' ')} in ${line}`] : [];
  });

const LOOSE = [
  /(?<!\\)<\/?[a-z!]/i,
  /@[A-Za-z]/,
  /#\d/,
  /https?:\/\//,
  /(?<!\\)[`|$~](?<!^\|)(?! |$)/,
  /(?<!\\)\[(?!!IMPORTANT\]|!CAUTION\])/,
  /^#+ evil/,
];

/** The lines that are no code; an unclosed fence is a mistake of its own. */
function outsideFences(markdown: string): readonly string[] {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const mark = /^(`{3,})(\w*)$/.exec(line);
    if (fence === undefined && mark) fence = mark[1];
    else if (fence !== undefined && line === fence) fence = undefined;
    else if (fence === undefined) lines.push(line);
  }
  if (fence !== undefined) throw new Error('a code block is not closed');
  return lines;
}
