import type { Node } from 'yaml';
import type { Labels, Matcher } from '../../core/labels.js';
import type { Entry, YamlFile } from './yaml-file.js';

/** Keys under which a route or one side of an inhibition has its matchers: the list, and the two older maps. */
export interface MatcherKeys {
  readonly list: string;
  readonly equal: string;
  readonly regex: string;
}

/** The nodes behind `MatcherKeys`. */
export interface MatcherNodes {
  readonly list: Node | undefined;
  readonly equal: Node | undefined;
  readonly regex: Node | undefined;
}

/** The nodes of an entry's matchers, by the keys that hold them there. */
export const fieldMatchers = (fields: ReadonlyMap<string, Entry>, keys: MatcherKeys): MatcherNodes => ({
  list: fields.get(keys.list)?.value,
  equal: fields.get(keys.equal)?.value,
  regex: fields.get(keys.regex)?.value,
});

/** Reads matchers in all notations that Alertmanager 0.28 to 0.34 reads; what it would refuse is a problem. */
export function readMatchers(yaml: YamlFile, nodes: MatcherNodes): readonly Matcher[] {
  const older = (node: Node | undefined, op: '=' | '=~') =>
    yaml.entries(node, 'a match').map((entry) => ({
      node: entry.value ?? entry.keyNode,
      matcher: { name: entry.key, op, value: yaml.textOf(entry.value, entry.key) ?? '' } as const,
    }));
  const listed = yaml.items(nodes.list, 'matchers').flatMap((node) => {
    const text = yaml.textOf(node, 'a matcher') ?? '';
    const matchers = parseMatchers(text);
    if (!matchers) yaml.problem(node, 'bad-matcher', `"${text}" is not a matcher such as severity = "critical"`);
    return (matchers ?? []).map((matcher) => ({ node, matcher }));
  });
  const all = [...older(nodes.equal, '='), ...older(nodes.regex, '=~'), ...listed];
  for (const { node, matcher } of all)
    if (matcher.op.endsWith('~') && !compileRegex(matcher.value))
      yaml.problem(node, 'bad-matcher', `"${matcher.value}" is not a regular expression`);
  return all.map(({ matcher }) => matcher);
}

const MATCHER = /^\s*("(?:[^"\\]|\\.)*"|[^\s{}!=~,\\"'`]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|[^\s{},"][^{},"]*|)\s*$/s;

/** Parses `a="b"`, `a =~ b`, `{a="b", "c d"!="e"}`; `undefined` if the text is not a list of matchers. */
export function parseMatchers(text: string): readonly Matcher[] | undefined {
  const trimmed = text.trim();
  const inner = /^\{.*\}$/s.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
  const parts = splitOutsideQuotes(inner);
  if (parts.at(-1)?.trim() === '') parts.pop();
  const matchers = parts.map((part) => {
    const match = MATCHER.exec(part);
    if (!match) return undefined;
    return { name: unquote(match[1] ?? ''), op: match[2] as Matcher['op'], value: unquote((match[3] ?? '').trim()) };
  });
  return matchers.every((matcher) => matcher !== undefined) ? matchers : undefined;
}

function splitOutsideQuotes(text: string): string[] {
  const parts = [''];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '\\' && quoted) parts[parts.length - 1] += char + (text[++i] ?? '');
    else if (char === ',' && !quoted) parts.push('');
    else {
      if (char === '"') quoted = !quoted;
      parts[parts.length - 1] += char;
    }
  }
  return parts;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '"': '"', '\\': '\\' };

// An escape that Go does not know either stays as it is: `\.` of an unquoted regular expression.
const unquote = (text: string): string => {
  const inner = text.startsWith('"') && text.length > 1 ? text.slice(1, -1) : text;
  return inner.replace(/\\(.)/gs, (whole, char: string) => ESCAPES[char] ?? whole);
};

/**
 * A regular expression of Go (RE2), anchored as Alertmanager does. Flags at its beginning and `(?P<name>` are translated.
 * @returns `undefined` if it does not compile
 */
export function compileRegex(pattern: string): RegExp | undefined {
  const [, flags = '', rest = pattern] = /^\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? [];
  try {
    return new RegExp(`^(?:${rest.replaceAll('(?P<', '(?<').replace(/\\A|\\z/g, '')})$`, flags);
  } catch {
    return undefined;
  }
}

/** True if every matcher accepts the labels; a missing label is the empty text. A regular expression that is not valid accepts nothing. */
export const acceptsAll = (matchers: readonly Matcher[], labels: Labels): boolean =>
  matchers.every(({ name, op, value }) => {
    const actual = labels[name] ?? '';
    if (op === '=') return actual === value;
    if (op === '!=') return actual !== value;
    const regex = compileRegex(value);
    return regex !== undefined && regex.test(actual) === (op === '=~');
  });
