import { groupBy } from '../../core/group.js';
import { scenarioJsonSchema } from './schema.js';

interface Node {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Node>>;
  readonly allOf?: readonly Node[];
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

/**
 * The keys of a scenario file as a Markdown table, from the schema: `expect[].alert` and so on, in the order of the schema. What is used in several
 * places has a table of its own after it.
 */
export function keyReference(): string {
  const schema = scenarioJsonSchema() as Node;
  const shared = Object.entries(schema.$defs ?? {}).map(
    ([name, node]) => `\n### ${headingOf(name)}\n\n${tableOf(rowsOf(node, ''))}`,
  );
  return [tableOf(rowsOf(schema, '')), ...shared].join('');
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ key, type, default: value, text }) => `| \`${key}\` | ${type} | ${value} | ${text} |`);
  return ['| key | type | default | meaning |', '| --- | --- | --- | --- |', ...lines, ''].join('\n');
}

/** `Condition`, for what the schema calls `condition`. */
const headingOf = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** The name of the definition that a node refers to. */
const referredBy = ({ $ref, allOf }: Node): string | undefined => ($ref ?? allOf?.[0]?.$ref)?.split('/').at(-1);

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

function typeText(node: Node): string {
  const { type, enum: values, const: value, anyOf, oneOf, items, pattern, properties } = node;
  const shared = referredBy(node);
  if (shared !== undefined) return `[${shared}](#${shared})`;
  if (value !== undefined) return `\`${String(value)}\``;
  if (values) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (anyOf) return anyOf.map(typeText).join(', ');
  if (oneOf) return 'mapping';
  const of = items && referredBy(items);
  if (of !== undefined) return `list of [${of}s](#${of})`;
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
