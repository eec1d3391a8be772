import type { PhrasingContent } from 'mdast';
import { cutLine, outside, singleLine } from './text.js';

/** What stands in a sentence, a heading or a cell: text, figures, nodes such as code, or several of them. */
export type Phrase = string | number | PhrasingContent | readonly Phrase[];

/** A sentence with nodes in it: phrase`${code('db')} was killed`. */
export const phrase = (texts: TemplateStringsArray, ...parts: readonly Phrase[]): Phrase =>
  texts.map((text, i) => [text, parts[i] ?? '']);

/** A name or an expression from outside, as code; `–` if there is none. */
export const code = (text: string): Phrase => inlineCode(outside(text));

/** The same, cut to `limit` characters. */
export const cutCode = (text: string, limit: number): Phrase => inlineCode(cutLine(text, limit));

/** Stressed, as a verdict is. */
export const strong = (content: Phrase): Phrase => ({ type: 'strong', children: nodesOf(content) });

/** Set apart, as a name of ours in a sentence is. */
export const emphasis = (content: Phrase): Phrase => ({ type: 'emphasis', children: nodesOf(content) });

/** The parts that are there, with a separator between them. */
export function joined(parts: readonly (Phrase | undefined)[], separator = ' '): Phrase {
  const present = parts.filter((part): part is Phrase => part !== undefined && part !== '');
  return present.map((part, i) => (i === 0 ? part : [separator, part]));
}

/** `a`, `a and b`, `a, b and c`. */
export const enumerated = (words: readonly Phrase[]): Phrase =>
  words.length < 2 ? (words[0] ?? '') : [joined(words.slice(0, -1), ', '), ' and ', words.at(-1) ?? ''];

/** Names from outside as an enumeration of code. */
export const codes = (names: readonly string[]): Phrase => enumerated(names.map(code));

/** The nodes of a phrase; texts that touch are one. */
export function nodesOf(content: Phrase): PhrasingContent[] {
  const nodes: PhrasingContent[] = [];
  for (const node of flat(content)) {
    const last = nodes.at(-1);
    if (node.type === 'text' && last?.type === 'text') nodes.splice(-1, 1, { type: 'text', value: last.value + node.value });
    else if (node.type !== 'text' || node.value !== '') nodes.push(node);
  }
  return nodes;
}

const inlineCode = (value: string): Phrase => (value === '' ? '–' : { type: 'inlineCode', value });

function flat(content: Phrase): readonly PhrasingContent[] {
  if (typeof content === 'number') return flat(`${content}`);
  if (typeof content === 'string') return [{ type: 'text', value: singleLine(content) }];
  return 'type' in content ? [content] : content.flatMap(flat);
}
