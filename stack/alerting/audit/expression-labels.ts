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
} from '../promql.js';
import { selectorsIn } from '../selectors.js';
import { ANY_LABEL, add, drop, either, keep, type LabelSet, only } from './label-set.js';

/**
 * The labels that the result of an expression may carry, by the rules of PromQL: what aggregations and matching keep. An upper bound: any
 * label, where that cannot be known from the expression alone.
 */
export function expressionLabels(expr: string): LabelSet {
  const promql = parsePromql(expr);
  return syntaxErrorOf(promql) === undefined ? labelsOf(promql, promql.root) : ANY_LABEL;
}

function labelsOf(promql: Promql, outer: SyntaxNode): LabelSet {
  const node = unwrap(outer);
  switch (node.name) {
    case 'AggregateExpr':
      return aggregated(promql, node);
    case 'FunctionCall':
      return called(promql, node);
    case 'BinaryExpr':
      return joined(promql, node);
    case 'UnaryExpr':
    case 'OffsetExpr':
    case 'StepInvariantExpr':
    case 'SubqueryExpr':
      return labelsOf(promql, expressionsOf(node)[0] ?? node);
    default:
      return isScalar(promql, node) ? only([]) : ANY_LABEL;
  }
}

/** Aggregations that return series of theirs as they are. */
const CHOOSING = /^(topk|bottomk|limitk|limit_ratio)$/;

function aggregated(promql: Promql, node: SyntaxNode): LabelSet {
  const inner = expressionsOf(node).at(-1);
  const set = inner ? labelsOf(promql, inner) : ANY_LABEL;
  const operation = node.getChild('AggregateOp');
  const name = operation ? textOf(promql, operation).toLowerCase() : '';
  if (CHOOSING.test(name)) return set;
  const modifier = node.getChild('AggregateModifier');
  const names = groupingOf(promql, modifier);
  const grouped = modifier?.getChild('Without') ? drop(set, names) : keep(set, names);
  return name === 'count_values' ? add(grouped, stringsIn(promql, node)) : grouped;
}

function called(promql: Promql, node: SyntaxNode): LabelSet {
  const name = functionOf(node);
  const args = expressionsOf(node);
  const vector = args.find((arg) => arg.name !== 'StringLiteral' && !isScalar(promql, arg));
  const set = vector ? labelsOf(promql, vector) : only([]);
  switch (name) {
    case 'HistogramQuantile':
    case 'HistogramFraction':
      return drop(set, ['le']);
    case 'LabelReplace':
    case 'LabelJoin':
      return add(set, stringsIn(promql, node).slice(0, 1));
    case 'Absent':
    case 'AbsentOverTime':
      return vector ? absentLabels(promql, vector) : ANY_LABEL;
    case 'Vector':
      return only([]);
    case 'Info':
      return ANY_LABEL;
    default:
      return set;
  }
}

// absent() makes its labels of the selector's equality matchers (promql.createLabelsForAbsentFunction).
function absentLabels(promql: Promql, vector: SyntaxNode): LabelSet {
  if (vector.name !== 'VectorSelector' && vector.name !== 'MatrixSelector') return only([]);
  const [selector] = selectorsIn(textOf(promql, vector)) ?? [];
  if (!selector) return ANY_LABEL;
  return only(selector.matchers.filter(({ name, op }) => op === '=' && name !== '__name__').map(({ name }) => name));
}

// VectorBinop and resultMetric of Prometheus.
function joined(promql: Promql, node: SyntaxNode): LabelSet {
  const [left, right] = expressionsOf(node);
  if (!left || !right) return ANY_LABEL;
  if (isScalar(promql, left)) return labelsOf(promql, right);
  if (isScalar(promql, right)) return labelsOf(promql, left);
  const [a, b] = [labelsOf(promql, left), labelsOf(promql, right)];
  if (/^(And|Unless)$/.test(operatorOf(node))) return a;
  if (operatorOf(node) === 'Or') return either(a, b);
  const clause = node.getChild('MatchingModifierClause');
  const [matched = [], included = []] = (clause?.getChildren('GroupingLabels') ?? []).map((list) => namesIn(promql, list));
  if (clause?.getChild('GroupLeft')) return add(a, included);
  if (clause?.getChild('GroupRight')) return add(b, included);
  if (clause?.getChild('On')) return keep(a, matched);
  return drop(a, clause?.getChild('Ignoring') ? matched : []);
}

const isScalar = (promql: Promql, node: SyntaxNode): boolean => {
  const inner = unwrap(node);
  return constantOf(promql, inner) !== undefined || /^(Scalar|Time|Pi)$/.test(functionOf(inner));
};

const groupingOf = (promql: Promql, modifier: SyntaxNode | null): readonly string[] => {
  const list = modifier?.getChild('GroupingLabels');
  return list ? namesIn(promql, list) : [];
};

const namesIn = (promql: Promql, list: SyntaxNode): readonly string[] =>
  nodesOf(list)
    .filter(({ name }) => name === 'LabelName' || name === 'QuotedLabelName')
    .map((label) => textOf(promql, label).replace(/^["']|["']$/g, ''));

const stringsIn = (promql: Promql, call: SyntaxNode): readonly string[] =>
  expressionsOf(call)
    .filter(({ name }) => name === 'StringLiteral')
    .map((text) => textOf(promql, text).slice(1, -1));
