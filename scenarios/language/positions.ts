import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, visit, type YAMLError } from 'yaml';
import { isTooDeep, MAX_NESTING } from '../../core/nesting.js';
import { type Place, placesIn } from '../../core/places.js';
import type { Problem } from '../../core/problem.js';

/** Keys and indices from the root of a file to a value. */
export type Path = readonly PropertyKey[];

/** A YAML file as a plain value, with the position of everything in it. */
export interface YamlFile {
  readonly value: unknown;
  /** Position of the value; if the value is absent, of the nearest enclosing one. */
  at(path: Path): Place;
  /** Position of the value's key. */
  keyAt(path: Path): Place;
  readonly problems: readonly Problem[];
  /** The text could not be parsed completely: what is missing in `value` may be in the file. */
  readonly damaged: boolean;
}

const MAX_BYTES = 1024 * 1024;

/** Reads one YAML 1.2 document. Never throws: what is wrong is in `problems`, what could be read is in `value`. */
export function readYaml(file: string, text: string): YamlFile {
  const fail = (code: string, message: string): YamlFile => unreadable({ code, file, line: 1, column: 1, message });
  if (Buffer.byteLength(text) > MAX_BYTES) return fail('file-too-large', 'the file is larger than 1 MiB');
  if (isTooDeep(text)) return fail('yaml-syntax', `the file is nested deeper than ${MAX_NESTING} levels`);
  const read = text.replace(/^\uFEFF/, '');
  const document = parseDocument(read, { prettyErrors: false, stringKeys: true });
  const place = placesIn(read);
  const problems: Problem[] = document.errors.map((error) => syntaxProblem(file, error, place));
  visit(document, {
    Alias: (_, alias) => {
      const message = `aliases are not understood in scenario files: write out the value of *${alias.source}`;
      problems.push({ code: 'yaml-alias', file, ...place(alias.range?.[0] ?? 0), message });
    },
  });
  const root = document.contents;
  return {
    value: plain(root),
    at: (path) => place(findNode(root, path)),
    keyAt: (path) => place(findKey(root, path)),
    problems,
    damaged: document.errors.some(({ code }) => !HARMLESS.has(code)),
  };
}

// What the parser reports but still reads as intended.
const HARMLESS: ReadonlySet<string> = new Set(['DUPLICATE_KEY', 'TAB_AS_INDENT', 'MULTIPLE_DOCS']);

function unreadable(problem: Problem): YamlFile {
  const start = () => ({ line: 1, column: 1 });
  return { value: undefined, at: start, keyAt: start, problems: [problem], damaged: true };
}

function syntaxProblem(file: string, error: YAMLError, place: (offset: number) => Place): Problem {
  const at = { file, ...place(error.pos[0]) };
  if (error.code === 'DUPLICATE_KEY') return { code: 'duplicate-key', ...at, message: 'this key is already given above' };
  if (error.code === 'MULTIPLE_DOCS')
    return { code: 'yaml-documents', ...at, message: 'a second document starts here; a file holds one scenario' };
  if (error.code === 'TAB_AS_INDENT')
    return { code: 'yaml-syntax', ...at, message: 'a tab is used as indentation; YAML allows only spaces' };
  return { code: 'yaml-syntax', ...at, message: error.message.replace(/\s+/g, ' ') };
}

/** The node as plain data; an alias is `undefined`, so that no expansion can take place. */
function plain(node: unknown): unknown {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map(plain);
  if (isMap(node)) return Object.fromEntries(node.items.map((pair) => [keyText(pair), plain(pair.value)]));
  return isAlias(node) ? undefined : null;
}

const keyText = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key));

function findPair(node: unknown, key: PropertyKey | undefined): Pair | undefined {
  return isMap(node) ? node.items.findLast((pair) => keyText(pair) === String(key)) : undefined;
}

function findNode(root: unknown, path: Path): number {
  let node: unknown = root;
  let offset = startOf(root) ?? 0;
  for (const key of path) {
    const pair = findPair(node, key);
    node = pair ? pair.value : isSeq(node) ? node.items[Number(key)] : undefined;
    const next = startOf(node) ?? startOf(pair?.key);
    if (next === undefined) return offset;
    // An empty value has no extent of its own: what the reader of the file sees is its key.
    offset = pair && isScalar(node) && node.value === null ? (startOf(pair.key) ?? next) : next;
  }
  return offset;
}

function findKey(root: unknown, path: Path): number {
  const parent = path.slice(0, -1).reduce<unknown>((node, key) => {
    const pair = findPair(node, key);
    return pair ? pair.value : isSeq(node) ? node.items[Number(key)] : undefined;
  }, root);
  return startOf(findPair(parent, path.at(-1))?.key) ?? findNode(root, path);
}

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];
