/** A pattern as a scenario writes it: `/text/`, or `/text/i` to ignore case. */
const PATTERN = /^\/(.+)\/(i?)$/s;

/** The regular expression that a text stands for; `undefined` if it is plain text, `broken` if it is a pattern that cannot be read. */
export function patternIn(text: string): RegExp | 'broken' | undefined {
  const [, source, flags] = PATTERN.exec(text) ?? [];
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, `u${flags}`);
  } catch {
    return 'broken';
  }
}

/** True if a text is the wanted one, or matches the wanted pattern. */
export function isWantedText(wanted: string, text: string): boolean {
  const pattern = patternIn(wanted);
  return pattern === undefined || pattern === 'broken' ? text === wanted : pattern.test(text);
}
