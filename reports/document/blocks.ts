import type { Blockquote, Code, Heading, List, ListItem, Paragraph, RootContent, Table, TableRow } from 'mdast';
import { nodesOf, type Phrase } from './phrase.js';
import { cleanLines } from './text.js';

declare module 'mdast' {
  interface HeadingData {
    /** Anchor: stable from run to run, and between versions. */
    readonly id: string;
    /** What stands below is reference: a writer that can fold shows it closed. */
    readonly folds?: boolean;
  }
  interface BlockquoteData {
    readonly callout?: Callout;
  }
}

/** Boxes that no reader may overlook, by weight. */
export type Callout = 'important' | 'caution';

/** What a part of a report returns: a block, several, or nothing. */
export type Blocks = RootContent | undefined | readonly Blocks[];

/** Longest line of a log or message excerpt. */
const LINE_LIMIT = 400;

/** The blocks that are there, in order. */
export function blocksOf(blocks: Blocks): RootContent[] {
  if (blocks === undefined) return [];
  return 'type' in blocks ? [blocks] : blocks.flatMap(blocksOf);
}

/** A paragraph; nothing if there is nothing to say. */
export function paragraph(content: Phrase): Paragraph | undefined {
  const children = nodesOf(content);
  return children.length === 0 ? undefined : { type: 'paragraph', children };
}

/** A heading with its anchor, built from names such as `['detection', 'DatabaseDown']`. */
export const heading = (depth: Heading['depth'], anchor: readonly string[], content: Phrase, folds = false): Heading => ({
  type: 'heading',
  depth,
  children: nodesOf(content),
  data: { id: anchor.map(slug).join('-'), ...(folds ? { folds } : {}) },
});

/** A list of the points that are there; nothing if there is none. */
export function bullets(items: readonly (Phrase | undefined)[]): List | undefined {
  const children = items.flatMap((item = ''): readonly ListItem[] => {
    const text = paragraph(item);
    return text ? [{ type: 'listItem', spread: false, children: [text] }] : [];
  });
  return children.length === 0 ? undefined : { type: 'list', ordered: false, spread: false, children };
}

/** A table; nothing if it has no rows. A cell that is empty or missing shows `–`. */
export function table(heads: readonly Phrase[], rows: readonly (readonly Phrase[])[]): Table | undefined {
  if (rows.length === 0) return undefined;
  const row = (cells: readonly Phrase[]): TableRow => ({ type: 'tableRow', children: heads.map((_, i) => cell(cells[i])) });
  return { type: 'table', align: heads.map(() => null), children: [heads, ...rows].map(row) };
}

function cell(content: Phrase = ''): TableRow['children'][number] {
  const children = nodesOf(content);
  return { type: 'tableCell', children: children.length === 0 ? nodesOf('–') : children };
}

/** Text from outside as it is, line for line. Long lines are cut. */
export const fenced = (text: string, lang = 'text'): Code => ({
  type: 'code',
  lang,
  value: cleanLines(text, LINE_LIMIT).join('\n'),
});

/** A box around one paragraph. */
export const callout = (kind: Callout, content: Phrase): Blockquote => ({
  type: 'blockquote',
  children: blocksOf(paragraph(content)) as Paragraph[],
  data: { callout: kind },
});

const slug = (name: string) => name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
