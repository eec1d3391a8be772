import { parseDuration } from '../../../core/duration.js';
import type { Milliseconds } from '../../../core/time.js';
import { nodesOf, parsePromql, syntaxErrorOf, textOf } from '../promql.js';

/** A range selector such as `x[5m]`. */
export interface Range {
  /** Where it begins in the expression. */
  readonly offset: number;
  readonly text: string;
  readonly ms: Milliseconds;
}

/** The range selectors of an expression whose range is one plain duration. Ranges of subqueries are left out: they hold steps, not scrapes. */
export function rangesIn(expr: string): readonly Range[] {
  const promql = parsePromql(expr);
  if (syntaxErrorOf(promql) !== undefined) return [];
  return nodesOf(promql.root).flatMap((node) => {
    const duration = node.name === 'MatrixSelector' ? node.getChild('DurationExpr') : null;
    const ms = duration ? parseDuration(textOf(promql, duration)) : undefined;
    return ms === undefined ? [] : [{ offset: node.from, text: textOf(promql, node), ms }];
  });
}
