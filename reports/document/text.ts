/** Longest text from outside in a table cell or sentence, in characters. */
const CELL_LIMIT = 240;

/**
 * Text from outside (labels, messages, subjects, evidence) for a sentence or a cell: one line, without what cannot be seen, cut to 240
 * characters. What of it would be markup is left to the writer.
 */
export const outside = (text: string): string => cutLine(text, CELL_LIMIT);

/** The same, cut to `limit` characters. */
export const cutLine = (text: string, limit: number): string => cut(singleLine(text).trim(), limit);

/** The text in one line; control characters, terminal colours and the marks that reverse the direction of text are left out. */
export const singleLine = (text: string): string => printable(text.replace(/\s+/g, ' '));

/** The lines of a text from outside, each without what cannot be seen and cut to `limit` characters. */
export const cleanLines = (text: string, limit: number): readonly string[] =>
  text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => cut(printable(line).trimEnd(), limit));

/** Cut with an ellipsis, never inside a surrogate pair. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The text with a full stop at its end, unless it ends a sentence already. */
export const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** The text without the full stop at its end, for a place inside a sentence. */
export const clause = (text: string): string => text.replace(/\.$/, '');

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');
const printable = (text: string) => text.replace(COLOUR, '').replace(/(?!\t)[\p{Cc}\p{Cf}]/gu, '');
