import { z } from 'zod';
import type { FaultKind } from '../faults/fault.js';
import type { Params } from '../model/fault.js';

interface Node {
  readonly type?: string;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
}

/** Texts that parameters accept, tried in turn. */
const TEXTS = ['1s', '50%', '/', 'a', '1', '1mbit', 'a.b', 'a:1', '10.0.0.0/8', 'http://a/'];

/** The least that a fault kind can be given: its required parameters, each with some value that its schema accepts. */
export function sampleParams({ params }: Pick<FaultKind, 'params'>): Params {
  const schema = z.toJSONSchema(params, { io: 'input' }) as Node;
  const least = sample(schema) as Params;
  // A kind may need one of several parameters, whichever.
  const more = Object.entries(schema.properties ?? {}).map(([name, node]) => ({ ...least, [name]: sample(node) }));
  return [least, ...more].find((candidate) => params.safeParse(candidate).success) ?? least;
}

function sample(node: Node): unknown {
  if (node.const !== undefined) return node.const;
  if (node.enum) return node.enum[0];
  const [first] = node.anyOf ?? node.oneOf ?? [];
  if (first) return sample(first);
  switch (node.type) {
    case 'object':
      return Object.fromEntries((node.required ?? []).map((name) => [name, sample(node.properties?.[name] ?? {})]));
    case 'array':
      return Array.from({ length: node.minItems ?? 0 }, () => sample(node.items ?? {}));
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return Math.max(node.minimum ?? 1, (node.exclusiveMinimum ?? 0) + 1);
    default:
      return TEXTS.find((text) => node.pattern === undefined || new RegExp(node.pattern).test(text)) ?? 'a';
  }
}
