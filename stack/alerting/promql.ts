import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { parseDuration } from '../../core/duration.js';

/** A PromQL expression with its syntax tree. Positions are character offsets into `text`. */
export interface Promql {
  readonly text: string;
  readonly root: SyntaxNode;
}

/** Parses PromQL of Prometheus 2.53 and 3.x. Never throws: see `syntaxErrorOf`. */
export function parsePromql(text: string): Promql {
  // Prometheus 3 renamed the function; any other of the same shape keeps all positions.
  const tree: Tree = parser.parse(text.replace(/\bholt_winters\b/g, 'deriv       '));
  return { text, root: tree.topNode };
}

/** Offset of the first syntax error, if there is one. */
export function syntaxErrorOf(promql: Promql): number | undefined {
  if (promql.text.trim() === '') return 0;
  let error: number | undefined;
  promql.root.tree?.iterate({
    enter: (node) => {
      if (node.type.isError && error === undefined) error = node.from;
    },
  });
  return error;
}

/** Every node, parents before children. */
export function nodesOf(root: SyntaxNode): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  const visit = (node: SyntaxNode) => {
    nodes.push(node);
    for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  return nodes;
}

/** Named children, comments left out. */
function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (child.name !== 'LineComment') children.push(child);
  return children;
}

const EXPRESSIONS: ReadonlySet<string> = new Set([
  'AggregateExpr',
  'AnchoredExpr',
  'BinaryExpr',
  'FunctionCall',
  'MatrixSelector',
  'NumberDurationLiteral',
  'OffsetExpr',
  'ParenExpr',
  'SmoothedExpr',
  'StepInvariantExpr',
  'StringLiteral',
  'SubqueryExpr',
  'UnaryExpr',
  'VectorSelector',
]);

/** Children that are expressions; those of a call's or an aggregation's body are its arguments. */
export const expressionsOf = (node: SyntaxNode): readonly SyntaxNode[] =>
  childrenOf(node).flatMap((child) =>
    child.name === 'FunctionCallBody' ? expressionsOf(child) : EXPRESSIONS.has(child.name) ? [child] : [],
  );

/** The text of a node. */
export const textOf = (promql: Promql, node: SyntaxNode): string => promql.text.slice(node.from, node.to);

/** `AbsentOverTime` for a call of absent_over_time; empty for anything else. */
export const functionOf = (node: SyntaxNode): string =>
  node.name === 'FunctionCall' ? (node.getChild('FunctionIdentifier')?.firstChild?.name ?? '') : '';

/** `Gtr`, `Or`, `Div`… of a binary expression; empty for anything else. */
export const operatorOf = (node: SyntaxNode): string => {
  if (node.name !== 'BinaryExpr') return '';
  return childrenOf(node).find((child) => !EXPRESSIONS.has(child.name))?.name ?? '';
};

/** The same node without parentheses around it. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  const [inner] = node.name === 'ParenExpr' || node.name === 'PromQL' ? expressionsOf(node) : [];
  return inner ? unwrap(inner) : node;
}

/** Value of a number, or of arithmetic on numbers; `undefined` if series are involved. Durations count in seconds. */
export function constantOf(promql: Promql, node: SyntaxNode): number | undefined {
  const inner = unwrap(node);
  if (inner.name === 'NumberDurationLiteral') return numberOf(textOf(promql, inner));
  if (inner.name === 'UnaryExpr') {
    const value = constantOf(promql, expressionsOf(inner)[0] ?? inner);
    return value === undefined ? undefined : textOf(promql, inner).startsWith('-') ? -value : value;
  }
  if (inner.name !== 'BinaryExpr') return undefined;
  const [left, right] = expressionsOf(inner).map((side) => constantOf(promql, side));
  if (left === undefined || right === undefined) return undefined;
  return arithmetic(operatorOf(inner), left, right);
}

function arithmetic(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case 'Add':
      return left + right;
    case 'Sub':
      return left - right;
    case 'Mul':
      return left * right;
    case 'Div':
      return left / right;
    case 'Pow':
      return left ** right;
    default:
      return undefined;
  }
}

/** A number or duration literal; durations in seconds. */
export function numberOf(literal: string): number | undefined {
  const text = literal.replaceAll('_', '').toLowerCase();
  const ms = /[a-z]$/.test(text) ? parseDuration(text) : undefined;
  if (ms !== undefined) return ms / 1_000;
  if (/^[-+]?inf$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const value = Number(text.replace(/^\+/, ''));
  return Number.isNaN(value) ? undefined : value;
}
