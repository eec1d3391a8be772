import type { Milliseconds } from '../../core/time.js';
import { CHANNEL_NAMES } from '../../scenarios/language/sentences.js';
import type { Channel } from '../../stack/alerting/model.js';

/** Longest outside text in a table cell or sentence, in characters. */
const CELL_LIMIT = 240;
/** Longest line of a log or message excerpt. */
const LINE_LIMIT = 400;

/** Zero-width space: breaks what GitHub would turn into a mention, a reference or a link, and is invisible. */
const BREAK = '\u200b';

/**
 * Text from outside (labels, messages, subjects, evidence) as one line of Markdown that GitHub shows as it is: no markup, no HTML, no
 * mention, no reference, no link, no maths; safe in a table cell. Cut to `limit` characters.
 */
export function prose(text: string, limit = CELL_LIMIT): string {
  return cut(oneLine(text), limit)
    .replace(/[\\`*[\]|~$]/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@(?=\w)/g, `@${BREAK}`)
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replace(/:\/\//g, `:${BREAK}//`)
    .replace(/\bwww\./gi, `www${BREAK}.`)
    .replace(/^(?:[-+=#]|\d+(?=[.)]\s))/, (start) => (/\d/.test(start) ? `${start}${BREAK}` : `\\${start}`));
}

/** Text from outside as a code span; `–` for the empty text. GitHub makes no mentions or links inside. */
export function code(text: string, limit = CELL_LIMIT): string {
  const line = cut(oneLine(text), limit);
  if (line === '') return '–';
  const fence = '`'.repeat(longestRun(line, '`') + 1);
  // A space is needed beside a backtick, and is stripped again by the renderer.
  const padding = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** A fenced block of text from outside, its fence longer than any inside. Long lines are cut. */
export function fenced(text: string, language = 'text'): string {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => cut(printable(line).trimEnd(), LINE_LIMIT))
    .join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(lines, '`') + 1));
  return `${fence}${language}\n${lines}\n${fence}`;
}

/** A GitHub table. Cells are Markdown already; a row that is too short is filled. Pipes are escaped, in code spans too: GFM asks for it. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string | undefined) => (text ? text.replace(/(?<!\\)\|/g, '\\|') : '–');
  const line = (cells: readonly string[]) => `| ${heads.map((_, i) => cell(cells[i])).join(' | ')} |`;
  return [line(heads), `| ${heads.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** `2026-11-22 22:30:15.123 UTC`. */
export const utc = (at: Milliseconds): string => `${day(at)} ${time(at)} UTC`;

/** `22:30:15.123`, UTC. */
export const time = (at: Milliseconds): string => iso(at).slice(11, 23);

/** `2026-11-22`, UTC. */
export const day = (at: Milliseconds): string => iso(at).slice(0, 10);

/** A measured span with its milliseconds, so that what is added up can be checked: `1.204 s`. */
export const exactSpan = (ms: Milliseconds): string => `${minus(Math.round(ms) / 1_000, 3)} s`;

/** Seconds from the origin: `+1.204 s`, `−8.100 s`. */
export const offset = (ms: Milliseconds): string => `${ms < 0 ? '' : '+'}${exactSpan(ms)}`;

/** A share as a percentage that never rounds up to 100 or down to 0: `99.97 %`. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  const value = (100 * part) / whole;
  const text = value.toFixed(2).replace(/\.?0+$/, '');
  if (part < whole && text === '100') return '> 99.99 %';
  return part > 0 && text === '0' ? '< 0.01 %' : `${text} %`;
}

/** How people call a channel. */
export const channelName = (channel: Channel): string => CHANNEL_NAMES[channel] ?? prose(channel);

/** `1 request`, `2 requests`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** `a`, `a and b`, `a, b and c`. */
export const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** The first letter in upper case. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The text with a full stop at its end, unless it ends a sentence already. */
export const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** Cut with an ellipsis, never inside a surrogate pair. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

const iso = (at: Milliseconds) => new Date(at).toISOString();
const minus = (value: number, digits: number) => value.toFixed(digits).replace('-', '−');
const oneLine = (text: string) => printable(text.replace(/\s+/g, ' ')).trim();

// Control characters, terminal colours, and the invisible marks that reverse the direction of text have no business in a report.
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');
const printable = (text: string) => text.replace(COLOUR, '').replace(/(?!\t)[\p{Cc}\p{Cf}]/gu, '');

const longestRun = (text: string, char: string) =>
  Math.max(0, ...[...text.matchAll(new RegExp(`${char}+`, 'g'))].map(([run]) => run.length));
