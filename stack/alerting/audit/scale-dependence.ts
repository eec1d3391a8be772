import type { SyntaxNode } from '@lezer/common';
import { expressionsOf, nodesOf, operatorOf, parsePromql, syntaxErrorOf, textOf } from '../promql.js';
import { type Comparison, callIn, comparisonOf } from '../windows.js';

/** A comparison that means something else once the alerting is compressed. */
export interface ScaleDependence {
  /** Where it begins in the expression. */
  readonly offset: number;
  readonly text: string;
  /** `count`: of events or samples in a window, which gets shorter; `age`: in seconds, which do not. */
  readonly kind: 'count' | 'age';
}

const EVENTS = /^(Increase|Changes|Resets)$/;
const AMOUNTS = /^(CountOverTime|SumOverTime|Delta|Idelta)$/;
const AGES = /^(Time|Timestamp)$/;

/**
 * Comparisons of an expression that time compression does not leave as they are: it divides windows, but neither the number of events that a
 * window must hold nor seconds that are compared as numbers. A ratio of two counts is free of scale, and so is "any event at all".
 */
export function scaleDependence(expr: string): readonly ScaleDependence[] {
  const promql = parsePromql(expr);
  if (syntaxErrorOf(promql) !== undefined) return [];
  return nodesOf(promql.root).flatMap((node) => {
    const comparison = comparisonOf(promql, node);
    const kind = comparison && kindOf(comparison);
    return kind ? [{ offset: node.from, text: textOf(promql, node), kind }] : [];
  });
}

function kindOf({ subject, operator, threshold }: Comparison): ScaleDependence['kind'] | undefined {
  if (threshold !== 0 && callIn(subject, AGES)) return 'age';
  if (isRatio(subject)) return undefined;
  if (callIn(subject, AMOUNTS) && threshold !== 0) return 'count';
  return callIn(subject, EVENTS) && !isAnyEvent(operator, threshold) ? 'count' : undefined;
}

const isAnyEvent = (operator: string, threshold: number): boolean =>
  threshold < 1 || (threshold === 1 && (operator === 'Gte' || operator === 'Lss'));

const isRatio = (node: SyntaxNode): boolean =>
  operatorOf(node) === 'Div' && expressionsOf(node).every((side) => callIn(side, EVENTS) || callIn(side, AMOUNTS));
