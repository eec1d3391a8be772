import type { SyntaxNode } from '@lezer/common';
import { expressionsOf, functionOf, operatorOf, type Promql, parsePromql, syntaxErrorOf, textOf } from './promql.js';

/** What must return something for a rule to be able to fire. */
export type SeriesRequirement =
  | { readonly kind: 'selector'; readonly selector: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly SeriesRequirement[] };

/** Needs nothing. */
const NOTHING: SeriesRequirement = { kind: 'all', of: [] };

/**
 * The vector selectors that an alerting expression cannot do without: either side of `or`, both sides of any other operator, only the left of
 * `unless`; nothing below absent(), absent_over_time() and vector(), or in an expression that cannot be parsed.
 */
export function requiredSeries(expr: string): SeriesRequirement {
  const promql = parsePromql(expr);
  if (syntaxErrorOf(promql) !== undefined) return NOTHING;
  return requirementOf(promql, promql.root);
}

function requirementOf(promql: Promql, node: SyntaxNode): SeriesRequirement {
  if (node.name === 'VectorSelector') return { kind: 'selector', selector: textOf(promql, node).replace(/\s*\n\s*/g, ' ') };
  if (/^(Absent|AbsentOverTime|Vector)$/.test(functionOf(node))) return NOTHING;
  const parts = expressionsOf(node);
  switch (operatorOf(node)) {
    case 'Or':
      return combine(
        'any',
        parts.map((part) => requirementOf(promql, part)),
      );
    case 'Unless':
      return combine(
        'all',
        parts.slice(0, 1).map((part) => requirementOf(promql, part)),
      );
    default:
      return combine(
        'all',
        parts.map((part) => requirementOf(promql, part)),
      );
  }
}

// Nested groups of the same kind become one, and a group of one becomes its member.
function combine(kind: 'all' | 'any', parts: readonly SeriesRequirement[]): SeriesRequirement {
  const isNothing = (part: SeriesRequirement) => part.kind === 'all' && part.of.length === 0;
  if (kind === 'any' && parts.some(isNothing)) return NOTHING;
  const members = parts.flatMap((part) => (part.kind === kind ? part.of : isNothing(part) ? [] : [part]));
  const distinct = [...new Map(members.map((member) => [JSON.stringify(member), member])).values()];
  return distinct.length === 1 && distinct[0] ? distinct[0] : { kind, of: distinct };
}

/** Every selector of a requirement, each once. */
export const selectorsOf = (requirement: SeriesRequirement): string[] =>
  requirement.kind === 'selector' ? [requirement.selector] : [...new Set(requirement.of.flatMap(selectorsOf))];

/** True if enough selectors return something. */
export function isPresent(requirement: SeriesRequirement, present: (selector: string) => boolean): boolean {
  if (requirement.kind === 'selector') return present(requirement.selector);
  if (requirement.kind === 'all') return requirement.of.every((part) => isPresent(part, present));
  return requirement.of.some((part) => isPresent(part, present));
}

/** The selectors to blame if a requirement is not present; empty if it is. */
export function absentSelectors(requirement: SeriesRequirement, present: (selector: string) => boolean): string[] {
  if (isPresent(requirement, present)) return [];
  if (requirement.kind === 'selector') return [requirement.selector];
  return [...new Set(requirement.of.flatMap((part) => absentSelectors(part, present)))];
}
