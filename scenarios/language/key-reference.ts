import { groupBy } from '../../core/group.js';
import { scenarioJsonSchema } from './schema.js';

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
}

interface Row {
  readonly key: string;
  readonly type: string;
  readonly default: string;
  readonly text: string;
}

/** The keys of a scenario file as a Markdown table, from the schema: `expect[].alert` and so on, in the order of the schema. */
export function keyReference(): string {
  const rows = rowsOf(scenarioJsonSchema() as Node, '');
  const lines = rows.map(({ key, type, default: value, text }) => `| \`${key}\` | ${type} | ${value} | ${text} |`);
  return ['| key | type | default | meaning |', '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}

function rowsOf(node: Node, prefix: string): readonly Row[] {
  if (node.oneOf) return kindRows(node.oneOf, prefix);
  const { properties = {}, required = [] } = node;
  return Object.entries(properties).flatMap(([name, inner]) => [
    rowOf(`${prefix}${name}`, inner, required.includes(name)),
    ...(inner.type === 'array' ? rowsOf(inner.items ?? {}, `${prefix}${name}[].`) : rowsOf(inner, `${prefix}${name}.`)),
  ]);
}

const rowOf = (key: string, node: Node, required: boolean): Row => ({
  key,
  type: typeText(node),
  default: defaultText(node, required),
  text: (node.description ?? '').replaceAll('|', '\\|'),
});

/** A fault is one of several mappings, distinguished by `kind`: first the kinds and the keys that all of them have, then those of each kind. */
function kindRows(kinds: readonly Node[], prefix: string): readonly Row[] {
  const [first = {}] = kinds;
  const common = Object.keys(first.properties ?? {}).filter((name) => kinds.every(({ properties = {} }) => name in properties));
  const kindOf = ({ properties = {} }: Node) => String(properties.kind?.const);
  const pick = (node: Node, wanted: (name: string) => boolean): Node => ({
    ...node,
    properties: Object.fromEntries(Object.entries(node.properties ?? {}).filter(([name]) => wanted(name))),
  });
  const kind: Row = {
    key: `${prefix}kind`,
    type: kinds.map((node) => `\`${kindOf(node)}\``).join(', '),
    default: 'required',
    text: 'What is done to the victim: see [faults](faults/README.md).',
  };
  return [
    kind,
    ...rowsOf(
      pick(first, (name) => name !== 'kind' && common.includes(name)),
      prefix,
    ),
    ...ownRows(
      kinds.map((node) => [
        kindOf(node),
        rowsOf(
          pick(node, (name) => !common.includes(name)),
          prefix,
        ),
      ]),
    ),
  ];
}

/** The rows that only some kinds have, each listed once with those kinds. */
function ownRows(rowsOfKinds: readonly (readonly [kind: string, rows: readonly Row[]])[]): readonly Row[] {
  const pairs = rowsOfKinds.flatMap(([kind, rows]) => rows.map((row) => ({ kind, row })));
  return [...groupBy(pairs, ({ row }) => JSON.stringify(row)).values()].map((same) => ({
    ...(same[0] as (typeof pairs)[number]).row,
    text: `${same[0]?.row.text} Only for ${same.map(({ kind }) => `\`${kind}\``).join(' and ')}.`,
  }));
}

function typeText({ type, enum: values, anyOf, oneOf, items, pattern, properties }: Node): string {
  if (values) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (anyOf) return anyOf.map(typeText).join(', ');
  if (oneOf) return 'mapping';
  if (type === 'array')
    return `list of ${items?.properties || items?.oneOf ? 'mappings' : items?.enum ? typeText(items) : 'texts'}`;
  if (type === 'object') return properties ? 'mapping' : 'names to texts';
  if (pattern?.includes('ms)')) return 'duration';
  return { string: 'text', boolean: 'true, false', integer: 'whole number', number: 'number' }[type ?? ''] ?? String(type);
}

function defaultText({ default: value, properties }: Node, required: boolean): string {
  if (required) return 'required';
  if (value === undefined || properties) return '';
  if (Array.isArray(value) || (typeof value === 'object' && value !== null)) return 'none';
  return `\`${String(value)}\``;
}
