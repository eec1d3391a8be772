import { z } from 'zod';
import { suggestion } from '../../core/nearest.js';
import type { Problem } from '../../core/problem.js';
import { describeValue } from '../faults/parameters.js';
import { FAULT_KINDS } from '../faults/registry.js';
import type { YamlFile } from './positions.js';
import { type ScenarioFile, scenarioSchema } from './schema.js';

/** The validated file, or every reason why it is not valid. */
export interface Validated {
  readonly value?: ScenarioFile;
  readonly problems: readonly Problem[];
}

/**
 * Validates a file against the schema. In a damaged file nothing is reported as missing or too long: it may be in the part that was not
 * understood, or contain it.
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
      message: RENAMED.get(key) ?? `unknown key "${key}"${suggestion(key, keysAt(yaml.value, issue.path))}`,
    }));
  const name = issue.path.at(-1);
  if (isMissing(yaml.value, issue)) {
    if (yaml.damaged) return [];
    const message = `"${String(name)}" is missing${missingHint(yaml.value, issue)}`;
    return [{ code: 'missing-key', file, ...yaml.at(issue.path.slice(0, -1)), message }];
  }
  if (issue.path.length === 0) return [wholeFile(file, yaml, issue)];
  return [{ code: codeOf(issue), file, ...yaml.at(issue.path), message: `${pathText(issue.path)}: ${issue.message}` }];
}

/** Keys that were renamed. */
const RENAMED: ReadonlyMap<string, string> = new Map([['remediation', '`remediation` is called `runbook` now']]);

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

function missingHint(file: unknown, issue: Issue): string {
  const text = descriptionAt(file, issue.path);
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
    case 'invalid_union': {
      // The `kind` decides which member of a union is meant.
      const kinds = FAULT_KINDS.map(({ kind }) => kind);
      const kind = kindOf(issue.input);
      if (issue.discriminator !== 'kind' || kind === undefined) return undefined;
      return `expected ${kinds.length > 1 ? 'one of ' : ''}${kinds.join(', ')}, found ${describeValue(kind)}${suggestion(kind, kinds)}`;
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

/** The keys that the schema knows at a path of a file. */
function keysAt(file: unknown, path: readonly PropertyKey[]): readonly string[] {
  const schema = unwrap(schemaAt(file, path));
  const value = valueAt(file, path);
  const known = schema instanceof z.ZodDiscriminatedUnion ? optionOf(schema, value) : schema;
  return known instanceof z.ZodObject ? Object.keys(known.shape) : [];
}

function descriptionAt(file: unknown, path: readonly PropertyKey[]): string | undefined {
  const schema = schemaAt(file, path);
  return schema instanceof z.ZodType ? schema.description : undefined;
}

const valueAt = (file: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], file);

function schemaAt(file: unknown, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let value = file;
  let schema: z.core.$ZodType | undefined = scenarioSchema;
  for (const key of path) {
    let inner = unwrap(schema);
    if (inner instanceof z.ZodDiscriminatedUnion) inner = optionOf(inner, value);
    if (inner instanceof z.ZodObject) schema = inner.shape[String(key)];
    else if (inner instanceof z.ZodArray) schema = inner.element;
    else return undefined;
    value = valueAt(value, [key]);
  }
  return schema;
}

/** The member of a union of kinds that a value means. */
const optionOf = (union: z.ZodDiscriminatedUnion, value: unknown): z.core.$ZodType | undefined =>
  union.options.find(
    (option) =>
      option instanceof z.ZodObject && option.shape.kind instanceof z.ZodLiteral && option.shape.kind.value === kindOf(value),
  );

const kindOf = (value: unknown): string | undefined => {
  const kind = typeof value === 'object' && value !== null ? (value as { readonly kind?: unknown }).kind : undefined;
  return typeof kind === 'string' ? kind : undefined;
};

function unwrap(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return unwrap(schema.unwrap());
  return schema;
}
