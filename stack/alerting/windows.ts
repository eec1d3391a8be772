import type { SyntaxNode } from '@lezer/common';
import { parseDuration } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import { constantOf, expressionsOf, functionOf, nodesOf, numberOf, operatorOf, type Promql, textOf, unwrap } from './promql.js';

/** Bounds on what windows of an expression cost: see `windowFillOf` and `windowDrainOf`. */
export interface WindowTime {
  readonly bestMs: Milliseconds;
  readonly worstMs: Milliseconds;
}

/** What an expression without windows costs. */
export const NO_WINDOW: WindowTime = { bestMs: 0, worstMs: 0 };

/** The longest range or subquery below a node, subqueries with the ranges in them; 0 if there is none. */
export const longestWindow = (promql: Promql, node: SyntaxNode): Milliseconds =>
  longest(promql, node, ({ name }) => (name === 'MatrixSelector' || name === 'SubqueryExpr' ? 'DurationExpr' : undefined));

/**
 * How far back an expression looks: its longest window, offsets included. What it compares with a value of `offset 10m` is compared with the time
 * before the fault for as long, and what it sees through an offset it sees that much later.
 */
export const longestReach = (promql: Promql, node: SyntaxNode): Milliseconds =>
  longest(promql, node, ({ name }) => {
    if (name === 'OffsetExpr') return 'OffsetDurationExpr';
    return name === 'MatrixSelector' || name === 'SubqueryExpr' ? 'DurationExpr' : undefined;
  });

/** @param partOf the child of a node that is the duration to count, if it has one */
function longest(promql: Promql, node: SyntaxNode, partOf: (node: SyntaxNode) => string | undefined): Milliseconds {
  const inner = Math.max(0, ...expressionsOf(node).map((child) => longest(promql, child, partOf)));
  const part = partOf(node);
  const duration = part === undefined ? null : node.getChild(part);
  return duration ? inner + Math.max(0, literalMs(textOf(promql, duration))) : inner;
}

/** The age that something must reach in `time() - x > 3600`; 0 for any other comparison. Such seconds are real time, and are not compressed. */
export function ageOf(promql: Promql, node: SyntaxNode): Milliseconds {
  const comparison = comparisonOf(promql, node);
  if (!comparison || !/^(Gtr|Gte)$/.test(comparison.operator) || !callIn(comparison.subject, /^Time(stamp)?$/)) return 0;
  return Number.isFinite(comparison.threshold) ? Math.max(0, comparison.threshold * 1_000) : 0;
}

const literalMs = (text: string): Milliseconds => parseDuration(text) ?? (numberOf(text) ?? 0) * 1_000;

const CONDITION = /^(And|Or|Unless|Gtr|Gte|Lss|Lte|Eql|Neq)$/;

/** The condition in an aggregation, as in `min(a == 0 or b == 0)`. */
export function conditionIn(node: SyntaxNode): SyntaxNode | undefined {
  const inner = node.name === 'AggregateExpr' ? expressionsOf(node).map(unwrap).at(-1) : undefined;
  return inner && CONDITION.test(operatorOf(inner)) ? inner : undefined;
}

/** A comparison with a number; `0.05 < x` is turned around. */
export interface Comparison {
  /** What is compared, without the factor of `100 * x`. */
  readonly subject: SyntaxNode;
  readonly operator: string;
  /** The number, divided by the factor. */
  readonly threshold: number;
}

const MIRRORED: Readonly<Record<string, string>> = { Gtr: 'Lss', Gte: 'Lte', Lss: 'Gtr', Lte: 'Gte', Eql: 'Eql' };

/** Reads a comparison of series with a number; `undefined` for anything else. */
export function comparisonOf(promql: Promql, node: SyntaxNode): Comparison | undefined {
  const operator = operatorOf(node);
  const [left, right] = expressionsOf(node);
  if (!(operator in MIRRORED) || !left || !right) return undefined;
  const [before, after] = [constantOf(promql, left), constantOf(promql, right)];
  if (after !== undefined) return divided(withoutFactor(promql, left), operator, after);
  return before === undefined ? undefined : divided(withoutFactor(promql, right), MIRRORED[operator] ?? operator, before);
}

interface Factored {
  readonly node: SyntaxNode;
  readonly factor: number;
}

const divided = ({ node, factor }: Factored, operator: string, threshold: number): Comparison => ({
  subject: node,
  operator,
  threshold: threshold / factor,
});

// `100 * x`, `x * 100`, and `100 * a / b`, which is `(100 * a) / b`.
function withoutFactor(promql: Promql, node: SyntaxNode): Factored {
  const inner = unwrap(node);
  const [left, right] = expressionsOf(inner);
  if (!left || !right) return { node: inner, factor: 1 };
  if (operatorOf(inner) === 'Div') return { node: inner, factor: withoutFactor(promql, left).factor };
  if (operatorOf(inner) !== 'Mul') return { node: inner, factor: 1 };
  const [before, after] = [constantOf(promql, left), constantOf(promql, right)];
  if (before !== undefined && before > 0) return { node: unwrap(right), factor: before };
  return after !== undefined && after > 0 ? { node: unwrap(left), factor: after } : { node: inner, factor: 1 };
}

/** True if what a call looks at is 0 or 1 by its name: `up`, `…_up`, `…_success`. */
export function isBinary(promql: Promql, call: SyntaxNode): boolean {
  const selector = nodesOf(call).find((inner) => inner.name === 'VectorSelector');
  const name = selector && /^[a-zA-Z_:0-9]*/.exec(textOf(promql, selector))?.[0];
  return name !== undefined && /(^|_)(up|success)$/.test(name);
}

/** The first call below a node whose function has such a name. */
export const callIn = (node: SyntaxNode, name: RegExp): SyntaxNode | undefined =>
  nodesOf(node).find((inner) => name.test(functionOf(inner)));
