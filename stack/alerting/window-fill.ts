import type { SyntaxNode } from '@lezer/common';
import { parseDuration } from '../../core/duration.js';
import type { Milliseconds } from '../../core/time.js';
import {
  constantOf,
  expressionsOf,
  functionOf,
  nodesOf,
  numberOf,
  operatorOf,
  type Promql,
  parsePromql,
  syntaxErrorOf,
  textOf,
  unwrap,
} from './promql.js';

/** How long a fault must last before an expression's windows hold enough of it to be true. */
export interface WindowFill {
  /** At full effect: every request fails, every sample is bad. */
  readonly bestMs: Milliseconds;
  /** At the least effect that still makes it true: the window holds nothing else. */
  readonly worstMs: Milliseconds;
}

const NONE: WindowFill = { bestMs: 0, worstMs: 0 };

/**
 * Estimates the window fill of an alerting expression. Shapes that are understood, with window w and threshold θ:
 *
 * - no range selector: 0
 * - error ratio `sum(rate(a[w])) / sum(rate(b[w])) > θ`: at best w·θ (every request fails from the fault on); `100 * …` is understood
 * - `histogram_quantile(q, rate(…[w])) > θ`: at best w·(1 − q)
 * - `avg_over_time(x[w]) < θ` of something that is 0 or 1 (up, …_up, …_success): w·(1 − θ), at best and at worst
 * - `max_over_time(x[w]) == 0` or `absent_over_time(x[w])`: the whole window, at best and at worst
 * - `a and b`: the longer; `a or b`: the shorter at best, the longer at worst; `a unless b`: a
 * - anything else: 0 at best, the longest window at worst
 *
 * What is not told otherwise takes at worst the longest window.
 */
export function windowFillOf(expr: string): WindowFill {
  const promql = parsePromql(expr);
  return syntaxErrorOf(promql) === undefined ? fillOf(promql, unwrap(promql.root)) : NONE;
}

function fillOf(promql: Promql, node: SyntaxNode): WindowFill {
  const [left, right] = expressionsOf(node).map(unwrap);
  if (operatorOf(node) === 'Unless' && left) return fillOf(promql, left);
  if (/^(And|Or)$/.test(operatorOf(node)) && left && right) {
    const [a, b] = [fillOf(promql, left), fillOf(promql, right)];
    const best = operatorOf(node) === 'And' ? Math.max : Math.min;
    return { bestMs: best(a.bestMs, b.bestMs), worstMs: Math.max(a.worstMs, b.worstMs) };
  }
  if (node.name === 'AggregateExpr') {
    const inner = expressionsOf(node).map(unwrap).at(-1);
    if (inner && /^(And|Or|Unless|Gtr|Gte|Lss|Lte|Eql|Neq)$/.test(operatorOf(inner))) return fillOf(promql, inner);
  }
  const windowMs = longestWindow(promql, node);
  if (windowMs === 0) return NONE;
  if (functionOf(node) === 'AbsentOverTime') return { bestMs: windowMs, worstMs: windowMs };
  return comparisonFill(promql, node, windowMs) ?? { bestMs: 0, worstMs: windowMs };
}

function comparisonFill(promql: Promql, node: SyntaxNode, windowMs: Milliseconds): WindowFill | undefined {
  const comparison = comparisonOf(promql, node);
  if (!comparison) return undefined;
  const { subject, operator, threshold } = comparison;
  const above = operator === 'Gtr' || operator === 'Gte';
  const best = (share: number): WindowFill => ({ bestMs: windowMs * clampShare(share), worstMs: windowMs });
  if (above && isErrorRatio(subject.node)) return best(threshold / subject.factor);
  const quantile = quantileOf(promql, subject.node);
  if (above && quantile !== undefined) return best(1 - quantile);
  const { fn, binary } = overTime(promql, subject.node);
  if (!binary || above) return undefined;
  if (fn === 'MaxOverTime') return { bestMs: windowMs, worstMs: windowMs };
  const share = clampShare(1 - threshold / subject.factor);
  return fn === 'AvgOverTime' ? { bestMs: windowMs * share, worstMs: windowMs * share } : undefined;
}

interface Comparison {
  readonly subject: { readonly node: SyntaxNode; readonly factor: number };
  readonly operator: string;
  readonly threshold: number;
}

const MIRRORED: Readonly<Record<string, string>> = { Gtr: 'Lss', Gte: 'Lte', Lss: 'Gtr', Lte: 'Gte', Eql: 'Eql' };

// `x > 5`, or `5 < x` turned round.
function comparisonOf(promql: Promql, node: SyntaxNode): Comparison | undefined {
  const operator = operatorOf(node);
  const [left, right] = expressionsOf(node);
  if (!(operator in MIRRORED) || !left || !right) return undefined;
  const threshold = constantOf(promql, right);
  if (threshold !== undefined) return { subject: withoutFactor(promql, left), operator, threshold };
  const mirrored = constantOf(promql, left);
  if (mirrored === undefined) return undefined;
  return { subject: withoutFactor(promql, right), operator: MIRRORED[operator] ?? operator, threshold: mirrored };
}

// `100 * x`, `x * 100`
function withoutFactor(promql: Promql, node: SyntaxNode): Comparison['subject'] {
  const inner = unwrap(node);
  const [left, right] = operatorOf(inner) === 'Mul' ? expressionsOf(inner) : [];
  if (!left || !right) return { node: inner, factor: 1 };
  for (const [number, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const factor = constantOf(promql, number);
    if (factor !== undefined && factor > 0) return { node: unwrap(other), factor };
  }
  // `100 * a / b` is `(100 * a) / b`.
  return { node: inner, factor: 1 };
}

function isErrorRatio(node: SyntaxNode): boolean {
  const [numerator, denominator] = operatorOf(node) === 'Div' ? expressionsOf(node) : [];
  const isRate = (side: SyntaxNode) => nodesOf(side).some((inner) => /^(Rate|Increase)$/.test(functionOf(inner)));
  return numerator !== undefined && denominator !== undefined && isRate(numerator) && isRate(denominator);
}

function quantileOf(promql: Promql, node: SyntaxNode): number | undefined {
  const [quantile] = functionOf(node) === 'HistogramQuantile' ? expressionsOf(node) : [];
  return quantile && constantOf(promql, quantile);
}

function overTime(promql: Promql, node: SyntaxNode): { readonly fn: string; readonly binary: boolean } {
  const call = nodesOf(node).find((inner) => /^(Avg|Max)OverTime$/.test(functionOf(inner)));
  const selector = call && nodesOf(call).find((inner) => inner.name === 'VectorSelector');
  const name = selector && /^[a-zA-Z_:0-9]*/.exec(textOf(promql, selector))?.[0];
  return { fn: call ? functionOf(call) : '', binary: name !== undefined && /(^|_)(up|success)$/.test(name) };
}

/** The longest range or subquery below a node, subqueries with the ranges in them; 0 where there is none. */
export function longestWindow(promql: Promql, node: SyntaxNode): Milliseconds {
  const inner = Math.max(0, ...expressionsOf(node).map((child) => longestWindow(promql, child)));
  const isWindow = node.name === 'MatrixSelector' || node.name === 'SubqueryExpr';
  const duration = isWindow ? node.getChild('DurationExpr') : null;
  return duration ? inner + literalMs(textOf(promql, duration)) : inner;
}

const literalMs = (text: string): Milliseconds => parseDuration(text) ?? (numberOf(text) ?? 0) * 1_000;
const clampShare = (share: number) => Math.min(1, Math.max(0, share));
