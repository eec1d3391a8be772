import { isNode, isScalar, type Node, Scalar, type YAMLMap } from 'yaml';

/** A replacement of characters [from, to) of a text. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Applies edits; of several at the same place (an anchor used twice) one is applied. Everything else stays byte for byte. */
export function applyEdits(text: string, edits: Iterable<TextEdit>): string {
  const byPlace = new Map([...edits].map((edit) => [edit.from, edit]));
  return [...byPlace.values()]
    .sort((a, b) => b.from - a.from)
    .reduce((result, { from, to, text: replacement }) => result.slice(0, from) + replacement + result.slice(to), text);
}

/**
 * Where the characters of a scalar's value stand in the file: value offset → file offset, for characters that are not white space.
 * Works for plain, quoted and block scalars, because they hold the value's visible characters in order. `undefined` if they do not
 * (numeric escapes of a double-quoted scalar).
 */
export function sourceOffsets(text: string, node: Node): ((offset: number) => number) | undefined {
  if (!isScalar(node) || !node.range) return undefined;
  const value = typeof node.value === 'string' ? node.value : (node.source ?? '');
  const places = visiblePlaces(text, node, node.range[0], node.range[1]);
  const offsets = new Map<number, number>();
  let next = 0;
  for (let i = 0; i < value.length; i++) {
    if (isSpace(value[i])) continue;
    const place = places[next++];
    if (place === undefined || text[place] !== value[i]) return undefined;
    offsets.set(i, place);
  }
  if (next !== places.length) return undefined;
  return (offset) => offsets.get(offset) ?? node.range?.[0] ?? 0;
}

/** Edits that put `replacement` for characters [from, to) of a scalar's value; `undefined` if the place cannot be found. */
export function editScalar(
  text: string,
  node: Node,
  span: { from: number; to: number },
  replacement: string,
): TextEdit | undefined {
  const offsets = sourceOffsets(text, node);
  if (!offsets) return undefined;
  return { from: offsets(span.from), to: offsets(span.to - 1) + 1, text: replacement };
}

/** Edits that put entries (`key: value`) before the first one of a map, in its own notation; none for an empty map. */
export function insertEntry(text: string, map: YAMLMap, entries: readonly string[]): readonly TextEdit[] {
  const key = map.items[0]?.key;
  const at = isNode(key) ? key.range?.[0] : undefined;
  if (at === undefined) return [];
  const indent = at - (text.lastIndexOf('\n', at - 1) + 1);
  const separator = map.flow ? ', ' : `\n${' '.repeat(indent)}`;
  return [{ from: at, to: at, text: entries.map((entry) => entry + separator).join('') }];
}

const isSpace = (char: string | undefined) => char !== undefined && /\s/.test(char);

// File offsets of the visible characters of a scalar's content, in order.
function visiblePlaces(text: string, scalar: Scalar, start: number, end: number): readonly number[] {
  const places: number[] = [];
  const quote = scalar.type === Scalar.QUOTE_DOUBLE ? '"' : scalar.type === Scalar.QUOTE_SINGLE ? "'" : '';
  const block = scalar.type === Scalar.BLOCK_LITERAL || scalar.type === Scalar.BLOCK_FOLDED;
  let i = block ? text.indexOf('\n', start) : start + quote.length;
  const last = end - quote.length;
  for (; i >= 0 && i < last; i++) {
    if (quote === "'" && text[i] === "'") i++;
    else if (quote === '"' && text[i] === '\\') {
      i++;
      if (/[nt\s]/.test(text[i] ?? '')) continue;
    }
    if (!isSpace(text[i])) places.push(i);
  }
  return places;
}
