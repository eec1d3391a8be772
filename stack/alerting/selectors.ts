import type { SyntaxNode } from '@lezer/common';
import type { Matcher } from '../../core/labels.js';
import { nodesOf, type Promql, parsePromql, syntaxErrorOf, textOf } from './promql.js';

/** The series that one selector of an expression takes. */
export interface Selector {
  /** The name, if it is fixed: `up{…}`, `{"up"}` or `{__name__="up"}`. */
  readonly name?: string;
  /** Matchers of labels, and of `__name__` in every notation. */
  readonly matchers: readonly Matcher[];
}

/** Every vector selector of an expression, those of ranges and subqueries too. `undefined` for an expression that cannot be parsed. */
export function selectorsIn(expr: string): readonly Selector[] | undefined {
  const promql = parsePromql(expr);
  if (syntaxErrorOf(promql) !== undefined) return undefined;
  return nodesOf(promql.root)
    .filter((node) => node.name === 'VectorSelector')
    .map((node) => readSelector(promql, node));
}

function readSelector(promql: Promql, node: SyntaxNode): Selector {
  const list = node.getChild('LabelMatchers');
  const written = node.getChild('Identifier');
  const quoted = list?.getChild('QuotedLabelName');
  const bare = written ? textOf(promql, written) : quoted ? unquote(textOf(promql, quoted)) : undefined;
  const matchers = [...(list?.getChildren('UnquotedLabelMatcher') ?? []), ...(list?.getChildren('QuotedLabelMatcher') ?? [])];
  const all = [
    ...(bare === undefined ? [] : [{ name: '__name__', op: '=' as const, value: bare }]),
    ...matchers.flatMap((matcher) => readMatcher(promql, matcher)),
  ];
  const name = all.find((matcher) => matcher.name === '__name__' && matcher.op === '=')?.value;
  return { ...(name !== undefined && { name }), matchers: all };
}

const OPERATORS: Readonly<Record<string, Matcher['op']>> = { '=': '=', '!=': '!=', '=~': '=~', '!~': '!~' };

function readMatcher(promql: Promql, node: SyntaxNode): readonly Matcher[] {
  const label = node.getChild('LabelName') ?? node.getChild('QuotedLabelName');
  const [operator, value] = [node.getChild('MatchOp'), node.getChild('StringLiteral')];
  const op = operator && OPERATORS[textOf(promql, operator)];
  if (!label || !op || !value) return [];
  return [{ name: unquote(textOf(promql, label)), op, value: unquote(textOf(promql, value)) }];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

// As Go reads them; backticks hold everything as it is.
function unquote(text: string): string {
  if (!/^["'`]/.test(text)) return text;
  const inner = text.slice(1, -1);
  return text.startsWith('`') ? inner : inner.replace(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char);
}
