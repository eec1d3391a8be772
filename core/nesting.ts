/** Parsers of YAML recurse, and so does what walks their trees: deeper nesting would exhaust the stack, and no file needs it. */
export const MAX_NESTING = 64;

/** True if a YAML text nests lists and mappings deeper than `MAX_NESTING`. Looks at the text only, before it is parsed. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    if (depth > MAX_NESTING) return true;
  }
  return text.split('\n').some(isDeepLine);
}

// `- - - x` opens a list in a list in a list, and each level is indented by one column at least; a line of dashes is text.
function isDeepLine(line: string): boolean {
  const opening = /^(?:[?:-](?=\s|$)|\s)*/.exec(line)?.[0] ?? '';
  return opening.replace(/\s/g, '').length > MAX_NESTING || opening.length > MAX_INDENTATION;
}

/** Columns. Continued text of a deep file may be indented far; a nesting that matters needs one column for each level. */
const MAX_INDENTATION = 1_000;
