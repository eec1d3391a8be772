import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** A tree reduced to what a reader sees of it. */
export type Shape = Readonly<Record<string, unknown>>;

/** What GitHub reads in a Markdown text. */
export const treeOf = (markdown: string): Shape =>
  shapeOf(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));

/** Without the zero-width spaces that keep GitHub from making links. */
export const withoutBreaks = (shape: Shape): unknown => JSON.parse(JSON.stringify(shape).replaceAll('\u200b', ''));

/** What a document tree says: without positions, without data, a call-out as Markdown spells it. */
export function shapeOf(node: Nodes): Shape {
  const { position: _, data, ...rest } = node;
  const own = Object.entries(rest).filter(([key, value]) => key !== 'children' && value !== null && value !== undefined);
  const children = 'children' in node ? { children: node.children.map(shapeOf) } : {};
  const shape = { ...Object.fromEntries(own), ...children };
  return data && 'callout' in data ? withMarker(shape, `[!${data.callout.toUpperCase()}]\n`) : shape;
}

// The marker is the first line of the first paragraph.
function withMarker(quote: { readonly children?: readonly Shape[] }, marker: string): Shape {
  const [first, ...rest] = quote.children ?? [];
  const words = (first?.children ?? []) as readonly Shape[];
  const [start] = words;
  const merged =
    start?.type === 'text'
      ? [{ ...start, value: `${marker}${start.value}` }, ...words.slice(1)]
      : [{ type: 'text', value: marker }, ...words];
  return { ...quote, children: [{ ...first, children: merged }, ...rest] };
}
