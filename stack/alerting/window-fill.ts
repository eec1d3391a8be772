import type { SyntaxNode } from '@lezer/common';
import {
  constantOf,
  expressionsOf,
  functionOf,
  nodesOf,
  operatorOf,
  type Promql,
  parsePromql,
  syntaxErrorOf,
  textOf,
  unwrap,
} from './promql.js';
import {
  ageOf,
  callIn,
  comparisonOf,
  conditionIn,
  isBinary,
  longestReach,
  longestWindow,
  NO_WINDOW,
  type WindowTime,
} from './windows.js';

/**
 * Estimates how long a fault must last before an expression's windows hold enough of it to be true: at best at full effect (every request
 * fails, every sample is bad), at worst at the least effect that still makes it true (the longest window holds nothing else). At best, with
 * window w and threshold θ:
 *
 * - no range selector: 0
 * - error ratio `sum(rate(a[w])) / sum(rate(b[w])) > θ`: w·θ (every request fails from the fault on); with `100 *` w·θ/100
 * - `histogram_quantile(q, rate(…[w])) > θ`: w·(1 − q)
 * - `avg_over_time(x[w]) < θ` of something that is 0 or 1 (up, …_up, …_success): w·(1 − θ)
 * - `max_over_time(x[w]) == 0` of such, `absent_over_time(x[w])`: the whole window
 * - `a and b`: the longer; `a or b`: the shorter; `a unless b`: a (at worst the windows of b too, which may hold b true for a while)
 * - anything else: 0
 *
 * An `offset` is part of the window at worst: the fault is compared with the time before it for as long, or seen that much later. So are the
 * seconds of `time() - x > 3600`.
 */
export function windowFillOf(expr: string): WindowTime {
  const promql = parsePromql(expr);
  return syntaxErrorOf(promql) === undefined ? fillOf(promql, unwrap(promql.root)) : NO_WINDOW;
}

function fillOf(promql: Promql, node: SyntaxNode): WindowTime {
  const [left, right] = expressionsOf(node).map(unwrap);
  if (operatorOf(node) === 'Unless' && left && right) {
    const { bestMs, worstMs } = fillOf(promql, left);
    return { bestMs, worstMs: Math.max(worstMs, longestReach(promql, right)) };
  }
  if (/^(And|Or)$/.test(operatorOf(node)) && left && right) {
    const [a, b] = [fillOf(promql, left), fillOf(promql, right)];
    const best = operatorOf(node) === 'And' ? Math.max : Math.min;
    return { bestMs: best(a.bestMs, b.bestMs), worstMs: Math.max(a.worstMs, b.worstMs) };
  }
  const condition = conditionIn(node);
  if (condition) return fillOf(promql, condition);
  return {
    bestMs: longestWindow(promql, node) * bestShare(promql, node),
    worstMs: longestReach(promql, node) + ageOf(promql, node),
  };
}

// The share of the window that must be bad.
function bestShare(promql: Promql, node: SyntaxNode): number {
  if (functionOf(node) === 'AbsentOverTime') return 1;
  const comparison = comparisonOf(promql, node);
  if (!comparison) return 0;
  const { subject, operator, threshold } = comparison;
  if (operator === 'Gtr' || operator === 'Gte') return aboveShare(promql, subject, threshold);
  const call = callIn(subject, /^(Avg|Max)OverTime$/);
  if (!call || !isBinary(promql, call)) return 0;
  return functionOf(call) === 'MaxOverTime' ? 1 : clampShare(1 - threshold);
}

function aboveShare(promql: Promql, subject: SyntaxNode, threshold: number): number {
  if (isErrorRatio(promql, subject)) return threshold < 1 ? clampShare(threshold) : 0;
  const quantile = quantileOf(promql, subject);
  return quantile === undefined ? 0 : clampShare(1 - quantile);
}

// A rate of events by a rate of events. A sum by a count is a mean, which one very bad event can raise at once.
function isErrorRatio(promql: Promql, node: SyntaxNode): boolean {
  const [numerator, denominator] = operatorOf(node) === 'Div' ? expressionsOf(node) : [];
  if (!numerator || !denominator) return false;
  const isRate = (side: SyntaxNode) => callIn(side, /^(Rate|Increase)$/) !== undefined;
  const isSum = nodesOf(numerator).some((inner) => inner.name === 'VectorSelector' && /^\w+_sum\b/.test(textOf(promql, inner)));
  return isRate(numerator) && isRate(denominator) && !isSum;
}

function quantileOf(promql: Promql, node: SyntaxNode): number | undefined {
  const [quantile] = functionOf(node) === 'HistogramQuantile' ? expressionsOf(node) : [];
  return quantile && constantOf(promql, quantile);
}

const clampShare = (share: number) => Math.min(1, Math.max(0, share));
