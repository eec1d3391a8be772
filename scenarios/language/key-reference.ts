import { scenarioJsonSchema } from './schema.js';

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
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

function rowsOf({ properties = {}, required = [] }: Node, prefix: string): readonly Row[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const key = `${prefix}${name}`;
    const row: Row = {
      key,
      type: typeText(node),
      default: defaultText(node, required.includes(name)),
      text: (node.description ?? '').replaceAll('|', '\\|'),
    };
    const inner = node.type === 'array' ? rowsOf(node.items ?? {}, `${key}[].`) : rowsOf(node, `${key}.`);
    return [row, ...inner];
  });
}

function typeText({ type, enum: values, items, pattern, properties }: Node): string {
  if (values) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (type === 'array') return `list of ${items?.properties ? 'mappings' : items?.enum ? typeText(items) : 'texts'}`;
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
