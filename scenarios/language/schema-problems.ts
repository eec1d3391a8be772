import { z } from 'zod';
import { suggestion } from '../../core/nearest.js';
import type { Problem } from '../../core/problem.js';
import type { YamlFile } from './positions.js';
import { describeValue, type ScenarioFile, scenarioSchema } from './schema.js';

/** The validated file, or every way in which it is not one. */
export interface Validated {
  readonly value?: ScenarioFile;
  readonly problems: readonly Problem[];
}

/**
 * Holds a file against the schema. In a damaged file nothing is called missing or too long: it may stand in the part that was not
 * understood, or hold it.
 */
export function validate(file: string, yaml: YamlFile): Validated {
  const parsed = scenarioSchema.safeParse(yaml.value, { reportInput: true, error: sentence });
  if (parsed.success) return { value: parsed.data, problems: [] };
  const problems = parsed.error.issues.flatMap((issue) => toProblems(file, yaml, issue));
  return { problems };
}

type Issue = z.core.$ZodIssue;

function toProblems(file: string, yaml: YamlFile, issue: Issue): readonly Problem[] {
  if (yaml.damaged && (issue.code === 'too_big' || (issue.path.length === 0 && yaml.value == null))) return [];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      code: 'unknown-key',
      file,
      ...yaml.keyAt([...issue.path, key]),
      message: `unknown key "${key}"${suggestion(key, keysAt(issue.path))}`,
    }));
  const name = issue.path.at(-1);
  if (isMissing(yaml.value, issue)) {
    if (yaml.damaged) return [];
    const message = `"${String(name)}" is missing${missingHint(issue)}`;
    return [{ code: 'missing-key', file, ...yaml.at(issue.path.slice(0, -1)), message }];
  }
  if (issue.path.length === 0) return [wholeFile(file, yaml, issue)];
  return [{ code: codeOf(issue), file, ...yaml.at(issue.path), message: `${pathText(issue.path)}: ${issue.message}` }];
}

function wholeFile(file: string, yaml: YamlFile, issue: Issue): Problem {
  const empty = yaml.value === null || yaml.value === undefined;
  const message = empty ? 'the file is empty; a scenario begins with `scenario: <name>`' : issue.message;
  return { code: empty ? 'empty-file' : 'invalid-value', file, ...yaml.at([]), message };
}

function codeOf({ path, input }: Issue): string {
  const key = path.at(-1);
  if (key === 'within' || key === 'notBefore') return 'invalid-duration';
  return path.at(-2) === 'notified' && typeof input === 'string' ? 'unknown-channel' : 'invalid-value';
}

/** `expect[0].within`, as people write it. */
const pathText = (path: readonly PropertyKey[]): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`)).join('');

function missingHint(issue: Issue): string {
  const text = descriptionAt(issue.path);
  return text ? `: ${text.split('. ')[0]?.replace(/\.$/, '')}` : '';
}

function isMissing(value: unknown, issue: Issue): boolean {
  if (issue.input !== undefined || issue.path.length === 0) return false;
  const parent = issue.path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], value);
  return typeof parent === 'object' && parent !== null && !Object.hasOwn(parent, issue.path.at(-1) as PropertyKey);
}

// Words for what zod found; a schema's own `error` wins over this.
function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  const found = describeValue(issue.input);
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${EXPECTED[issue.expected] ?? issue.expected}, found ${found}${quoteHint(issue)}`;
    case 'invalid_value': {
      const values = issue.values.map(String);
      const near = typeof issue.input === 'string' ? suggestion(issue.input, values) : '';
      return `expected ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}, found ${found}${near}`;
    }
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? 'must not be empty'
        : `expected ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}, found ${found}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `expected at most ${issue.maximum} characters`
        : `expected at most ${issue.maximum}, found ${found}`;
    default:
      return undefined;
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping of names to text',
};

const quoteHint = (issue: z.core.$ZodRawIssue): string =>
  issue.code === 'invalid_type' && issue.expected === 'string' && ['number', 'boolean'].includes(typeof issue.input)
    ? `; write it in quotes: "${String(issue.input)}"`
    : '';

/** The keys that the schema knows at a path. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const schema = unwrap(schemaAt(path));
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

const descriptionAt = (path: readonly PropertyKey[]): string | undefined => schemaAt(path)?.description;

function schemaAt(path: readonly PropertyKey[]): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>((schema, key) => {
    const inner = unwrap(schema);
    if (inner instanceof z.ZodObject) return inner.shape[String(key)] as z.ZodType | undefined;
    if (inner instanceof z.ZodArray) return inner.element as z.ZodType;
    return undefined;
  }, scenarioSchema);
}

function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return unwrap(schema.unwrap() as z.ZodType);
  return schema;
}
