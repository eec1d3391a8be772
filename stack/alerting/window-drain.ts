import type { SyntaxNode } from '@lezer/common';
import {
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
import { applyEdits } from './text-edit.js';
import { type Comparison, comparisonOf, conditionIn, isBinary, longestReach, NO_WINDOW, type WindowTime } from './windows.js';

/**
 * Estimates how long after the repair an expression's windows still hold enough of the fault to be true, counted from the last bad sample.
 * At worst until the longest window holds nothing of it. At best 0: what kept an error ratio, a quantile or a mean above its threshold may
 * have been just enough, so that one good sample tips it. With window w these differ:
 *
 * - no range selector, `last_over_time(x[w])`: 0, the first good sample decides
 * - one good sample in the window is enough, however many bad ones are left: 0 for `absent_over_time(x[w])`, `max_over_time(x[w]) < θ`,
 *   `min_over_time(x[w]) > θ`, `rate(x[w]) == 0` (increase and changes alike), `max_over_time(x[w]) == 0` of something that is 0 or 1
 * - one bad sample in the window is enough, however many good ones there are: w at best too for `min_over_time(x[w]) == 0` or `< θ` of
 *   something that is 0 or 1 (up, …_up, …_success), which was bad until the repair
 * - `a and b` ends with either: the shorter at best; `a or b` ends with both, of which only one may have been true: the shorter at best. Which
 *   side of them the repair ends is not known: the longer at worst. It is known if they ask the same of two windows, as a burn rate does: what
 *   ends one ends the other, so the shorter at worst too
 * - `a unless b` ends when a ends or b begins: 0 at best, the longest window of either at worst
 */
export function windowDrainOf(expr: string): WindowTime {
  const promql = parsePromql(expr);
  return syntaxErrorOf(promql) === undefined ? drainOf(promql, unwrap(promql.root)) : NO_WINDOW;
}

function drainOf(promql: Promql, node: SyntaxNode): WindowTime {
  const [left, right] = expressionsOf(node).map(unwrap);
  if (operatorOf(node) === 'Unless' && left && right)
    return { bestMs: 0, worstMs: Math.max(drainOf(promql, left).worstMs, longestReach(promql, right)) };
  if (/^(And|Or)$/.test(operatorOf(node)) && left && right) {
    const [a, b] = [drainOf(promql, left), drainOf(promql, right)];
    const isTwice = operatorOf(node) === 'And' && withoutWindows(promql, left) === withoutWindows(promql, right);
    return {
      bestMs: Math.min(a.bestMs, b.bestMs),
      worstMs: (isTwice ? Math.min : Math.max)(a.worstMs, b.worstMs),
    };
  }
  const condition = conditionIn(node);
  if (condition) return drainOf(promql, condition);
  const windowMs = longestReach(promql, node);
  switch (decidingOf(promql, node)) {
    case 'good':
      return NO_WINDOW;
    case 'bad':
      return { bestMs: windowMs, worstMs: windowMs };
    case 'share':
      return { bestMs: 0, worstMs: windowMs };
  }
}

// The text of a condition without spaces and without the durations of its windows.
function withoutWindows(promql: Promql, node: SyntaxNode): string {
  const durations = nodesOf(node).filter((inner) => inner.name === 'DurationExpr');
  const edits = durations.map(({ from, to }) => ({ from: from - node.from, to: to - node.from, text: '' }));
  return applyEdits(textOf(promql, node), edits).replaceAll(/\s+/g, '');
}

/** What decides while a window holds both good and bad samples: one good one, one bad one, or how many there are of each. */
type Deciding = 'good' | 'bad' | 'share';

function decidingOf(promql: Promql, node: SyntaxNode): Deciding {
  const comparison = comparisonOf(promql, node);
  const call = callOn(comparison?.subject ?? node);
  if (!call) return 'share';
  const fn = functionOf(call);
  if (fn === 'AbsentOverTime' || fn === 'LastOverTime') return 'good';
  return comparison ? compared(fn, comparison, isBinary(promql, call)) : 'share';
}

function compared(fn: string, { operator, threshold }: Comparison, binary: boolean): Deciding {
  const isZero = operator === 'Eql' && threshold === 0;
  const [isBelow, isAbove] = [/^(Lss|Lte)$/.test(operator), /^(Gtr|Gte)$/.test(operator)];
  if (/^(Rate|Increase|Changes)$/.test(fn)) return isZero ? 'good' : 'share';
  if (fn === 'MaxOverTime') return isBelow || (isZero && binary) ? 'good' : 'share';
  if (fn !== 'MinOverTime') return 'share';
  if (isAbove) return 'good';
  return binary && (isBelow || isZero) ? 'bad' : 'share';
}

// A call over a plain range, alone or below aggregations that keep the direction: whatever else is computed from it may turn it around.
function callOn(node: SyntaxNode): SyntaxNode | undefined {
  const inner = unwrap(node);
  const last = expressionsOf(inner).at(-1);
  if (inner.name === 'AggregateExpr') return last && DIRECTED.has(aggregationOf(inner)) ? callOn(last) : undefined;
  return inner.name === 'FunctionCall' && last?.name === 'MatrixSelector' ? inner : undefined;
}

const DIRECTED: ReadonlySet<string> = new Set(['Sum', 'Min', 'Max', 'Avg']);
const aggregationOf = (node: SyntaxNode): string => node.getChild('AggregateOp')?.firstChild?.name ?? '';
