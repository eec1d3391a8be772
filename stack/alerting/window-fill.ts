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
 * Estimates the window fill of an alerting expression. At worst it is the longest window. At best, with window w and threshold θ:
 *
 * - no range selector: 0
 * - error ratio `sum(rate(a[w])) / sum(rate(b[w])) > θ`: w·θ (every request fails from the fault on); with `100 *` w·θ/100
 * - `histogram_quantile(q, rate(…[w])) > θ`: w·(1 − q)
 * - `avg_over_time(x[w]) < θ` of something that is 0 or 1 (up, …_up, …_success): w·(1 − θ)
 * - `max_over_time(x[w]) == 0` of such, `absent_over_time(x[w])`: the whole window
 * - `a and b`: the longer; `a or b`: the shorter; `a unless b`: a
 * - anything else: 0
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
  // `min(a == 0 or b == 0)`: the conditions are below the aggregation.
  const inner = node.name === 'AggregateExpr' ? expressionsOf(node).map(unwrap).at(-1) : undefined;
  if (inner && CONDITION.test(operatorOf(inner))) return fillOf(promql, inner);
  const windowMs = longestWindow(promql, node);
  return { bestMs: windowMs * bestShare(promql, node), worstMs: windowMs };
}

const CONDITION = /^(And|Or|Unless|Gtr|Gte|Lss|Lte|Eql|Neq)$/;

// The share of the window that must be bad.
function bestShare(promql: Promql, node: SyntaxNode): number {
  if (functionOf(node) === 'AbsentOverTime') return 1;
  const comparison = comparisonOf(promql, node);
  if (!comparison) return 0;
  const { subject, operator, threshold } = comparison;
  if (operator === 'Gtr' || operator === 'Gte') return aboveShare(promql, subject.node, threshold / subject.factor);
  const { fn, binary } = overTime(promql, subject.node);
  if (!binary) return 0;
  return fn === 'MaxOverTime' ? 1 : clampShare(1 - threshold / subject.factor);
}

function aboveShare(promql: Promql, subject: SyntaxNode, threshold: number): number {
  if (isErrorRatio(promql, subject)) return threshold < 1 ? clampShare(threshold) : 0;
  const quantile = quantileOf(promql, subject);
  return quantile === undefined ? 0 : clampShare(1 - quantile);
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

// `100 * x`, `x * 100`, and `100 * a / b`, which is `(100 * a) / b`.
function withoutFactor(promql: Promql, node: SyntaxNode): Comparison['subject'] {
  const inner = unwrap(node);
  const [left, right] = expressionsOf(inner);
  if (!left || !right) return { node: inner, factor: 1 };
  if (operatorOf(inner) === 'Div') return { node: inner, factor: withoutFactor(promql, left).factor };
  if (operatorOf(inner) !== 'Mul') return { node: inner, factor: 1 };
  const [before, after] = [constantOf(promql, left), constantOf(promql, right)];
  if (before !== undefined && before > 0) return { node: unwrap(right), factor: before };
  return after !== undefined && after > 0 ? { node: unwrap(left), factor: after } : { node: inner, factor: 1 };
}

// A rate of events by a rate of events. A sum by a count is a mean, which one very bad event can raise at once.
function isErrorRatio(promql: Promql, node: SyntaxNode): boolean {
  const [numerator, denominator] = operatorOf(node) === 'Div' ? expressionsOf(node) : [];
  if (!numerator || !denominator) return false;
  const isRate = (side: SyntaxNode) => nodesOf(side).some((inner) => /^(Rate|Increase)$/.test(functionOf(inner)));
  const isSum = nodesOf(numerator).some((inner) => inner.name === 'VectorSelector' && /^\w+_sum\b/.test(textOf(promql, inner)));
  return isRate(numerator) && isRate(denominator) && !isSum;
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
function longestWindow(promql: Promql, node: SyntaxNode): Milliseconds {
  const inner = Math.max(0, ...expressionsOf(node).map((child) => longestWindow(promql, child)));
  const isWindow = node.name === 'MatrixSelector' || node.name === 'SubqueryExpr';
  const duration = isWindow ? node.getChild('DurationExpr') : null;
  return duration ? inner + literalMs(textOf(promql, duration)) : inner;
}

const literalMs = (text: string): Milliseconds => parseDuration(text) ?? (numberOf(text) ?? 0) * 1_000;
const clampShare = (share: number) => Math.min(1, Math.max(0, share));
