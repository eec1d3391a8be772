import { z } from 'zod';
import { runEvent } from './events.js';

interface Node {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node | false;
  readonly prefixItems?: readonly Node[];
  readonly additionalProperties?: Node | false;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Node>>;
}

/** The events of a journal as Markdown, from their schema: each with its fields, then the shapes that several of them share. */
export function eventReference(): string {
  const { oneOf = [], $defs = {} } = z.toJSONSchema(runEvent, { io: 'input' }) as Node;
  const events = oneOf.map((event) => section(`\`${typeOf(event)}\``, event));
  const shapes = Object.entries($defs).map(([name, shape]) => section(titleCase(name), shape));
  return ['### Events', ...events, '### Shapes', ...shapes, ''].join('\n\n');
}

const typeOf = ({ properties = {} }: Node): string => String(properties.type?.const);

const titleCase = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function section(title: string, node: Node): string {
  const rows = rowsOf(node, '').filter(({ field }) => field !== 'type');
  const table = ['| field | type | meaning |', '| --- | --- | --- |', ...rows.map(rowText)];
  return [`#### ${title}`, ...(node.description === undefined ? [] : [node.description]), table.join('\n')].join('\n\n');
}

interface Row {
  readonly field: string;
  readonly type: string;
  readonly text: string;
}

const rowText = ({ field, type, text }: Row): string => `| \`${field}\` | ${type} | ${text} |`;

function rowsOf({ properties = {}, required = [], oneOf }: Node, prefix: string): readonly Row[] {
  if (oneOf) return kindRows(oneOf, prefix);
  return Object.entries(properties).flatMap(([name, inner]) => {
    const field = `${prefix}${name}${required.includes(name) ? '' : '?'}`;
    return [{ field, type: typeText(inner), text: inner.description ?? '' }, ...innerRows(inner, field)];
  });
}

/** One of several mappings, told apart by `kind`: the kinds, then what each of them has. */
function kindRows(kinds: readonly Node[], prefix: string): readonly Row[] {
  const kindOf = ({ properties = {} }: Node) => `\`${String(properties.kind?.const)}\``;
  const own = kinds.flatMap((node) =>
    rowsOf(node, prefix)
      .filter(({ field }) => field !== `${prefix}kind`)
      .map((row) => ({ ...row, text: `Of ${kindOf(node)}.${row.text === '' ? '' : ` ${row.text}`}` })),
  );
  return [{ field: `${prefix}kind`, type: kinds.map(kindOf).join(', '), text: '' }, ...own];
}

/** The fields nested in a field: of a mapping, of the entries of a list, or of the values of a mapping of names. */
function innerRows(node: Node, field: string): readonly Row[] {
  if (node.properties) return rowsOf(node, `${field}.`);
  if (node.items) return innerRows(node.items, `${field}[]`);
  return node.additionalProperties ? innerRows(node.additionalProperties, `${field}.*`) : [];
}

function typeText({
  $ref,
  const: value,
  enum: values,
  anyOf,
  type,
  properties,
  items,
  prefixItems,
  additionalProperties,
}: Node): string {
  if ($ref !== undefined) return refText($ref);
  if (value !== undefined) return `\`${String(value)}\``;
  if (values) return values.map((one) => `\`${String(one)}\``).join(', ');
  if (anyOf) return anyOf.map(typeText).join(' or ');
  if (prefixItems) return `[${prefixItems.map(typeText).join(', ')}]`;
  if (items) return `list of ${items.properties ? 'mappings' : typeText(items)}`;
  if (properties) return 'mapping';
  if (type === 'object') return additionalProperties ? `names to ${typeText(additionalProperties)}` : 'mapping';
  const names = [type ?? 'any value'].flat();
  return names.map((name) => PLAIN[name] ?? name).join(' or ');
}

const PLAIN: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true, false',
  null: 'null',
  number: 'number',
  integer: 'number',
};

function refText($ref: string): string {
  const name = decodeURIComponent($ref.replace('#/$defs/', ''));
  return `[${name}](#${name.replaceAll(' ', '-')})`;
}
