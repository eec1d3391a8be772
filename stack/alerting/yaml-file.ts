import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { parseDuration } from '../../core/duration.js';
import { suggestion } from '../../core/nearest.js';
import { isTooDeep, MAX_NESTING } from '../../core/nesting.js';
import { type Place, placesIn } from '../../core/places.js';
import type { Problem } from '../../core/problem.js';
import type { Milliseconds } from '../../core/time.js';

/** A value of a map with the place of its key. */
export interface Entry {
  readonly key: string;
  readonly keyNode: Node;
  /** Absent for `key:` without a value. Aliases are resolved. */
  readonly value: Node | undefined;
}

/** A YAML file as read by Go programs (one document, merge keys), with every problem collected and none thrown. */
export class YamlFile {
  readonly problems: Problem[] = [];
  readonly root: Node | undefined;
  /** 1-based place of a character of the text. */
  readonly placeAt: (offset: number) => Place;
  private readonly resolve: (node: unknown) => Node | undefined;

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    this.placeAt = placesIn(text);
    const documents = this.parse();
    const [document, second] = documents;
    for (const error of documents.flatMap((d) => d.errors))
      this.problemAt(error.pos[0], 'yaml-syntax', firstLine(error.message));
    this.resolve = (node) => resolveAlias(node, (alias) => (document ? alias.resolve(document) : undefined));
    this.root = document && this.checkAliases(document) ? this.resolve(document.contents) : undefined;
    if (second) this.problemAt(second.range[0], 'second-document', 'only the first YAML document of a file is read');
  }

  /** 1-based place of a node; the file's start for a missing one. */
  placeOf(node: Node | undefined): Place {
    return this.placeAt(node?.range?.[0] ?? 0);
  }

  problem(node: Node | undefined, code: string, message: string): void {
    this.problemAt(node?.range?.[0] ?? 0, code, message);
  }

  problemAt(offset: number, code: string, message: string): void {
    this.problems.push({ code, file: this.file, ...this.placeAt(offset), message });
  }

  /** A problem with a name, and the nearest of those that exist. */
  unknown(node: Node | undefined, code: string, message: string, name: string, known: readonly string[]): void {
    this.problem(node, code, message + suggestion(name, known));
  }

  /** Entries of a map, merged ones (`<<`) included, the map's own first; anything else is a problem. An absent node has none. */
  entries(node: Node | undefined, what: string): readonly Entry[] {
    if (node === undefined || isNull(node)) return [];
    if (!isMap(node)) {
      this.problem(node, 'wrong-type', `${what} must be a map`);
      return [];
    }
    return this.pairsOf(node);
  }

  /** Like `entries`, by name; keys that are not among `known` are problems. */
  fields(node: Node | undefined, what: string, known: readonly string[]): ReadonlyMap<string, Entry> {
    const fields = new Map<string, Entry>();
    for (const entry of this.entries(node, what)) {
      if (known.includes(entry.key)) fields.set(entry.key, entry);
      else this.unknown(entry.keyNode, 'unknown-key', `${what} has no key "${entry.key}"`, entry.key, known);
    }
    return fields;
  }

  /** Values of a map by key, whatever the keys are. */
  valuesOf(node: Node | undefined): ReadonlyMap<string, Node | undefined> {
    return new Map(this.entries(node, 'this').map((entry) => [entry.key, entry.value]));
  }

  /** Items of a list; anything else is a problem. */
  items(node: Node | undefined, what: string): readonly Node[] {
    if (node === undefined || isNull(node)) return [];
    if (!isSeq(node)) {
      this.problem(node, 'wrong-type', `${what} must be a list`);
      return [];
    }
    return node.items.map((item) => this.resolve(item)).filter((item) => item !== undefined);
  }

  /** A scalar as the text that Go programs read into a string; anything else is a problem. */
  textOf(node: Node | undefined, what: string): string | undefined {
    if (node === undefined) return undefined;
    if (isScalar(node)) return scalarText(node);
    this.problem(node, 'wrong-type', `${what} must be a text`);
    return undefined;
  }

  /** A duration in ms; a wrong one is a problem and the fall-back is returned, as for an absent one. */
  durationOf(node: Node | undefined, what: string, fallback: Milliseconds): Milliseconds {
    const text = this.textOf(node, what);
    if (text === undefined) return fallback;
    const ms = parseDuration(text);
    if (ms === undefined)
      this.problem(node, 'bad-duration', `${what} is "${text}", which is not a duration such as 30s or 1h30m`);
    return ms ?? fallback;
  }

  /** A map of texts; values that are not texts are problems. */
  textsOf(node: Node | undefined, what: string): Record<string, string> {
    const texts: Record<string, string> = {};
    for (const { key, value } of this.entries(node, what)) texts[key] = this.textOf(value, `${what}: ${key}`) ?? '';
    return texts;
  }

  private parse(): readonly Document.Parsed[] {
    if (isTooDeep(this.text)) {
      this.problemAt(0, 'yaml-syntax', `the file is nested deeper than ${MAX_NESTING} levels`);
      return [];
    }
    const parsed = parseAllDocuments(this.text, { merge: true, prettyErrors: false, logLevel: 'silent' });
    return 'empty' in parsed ? [] : parsed;
  }

  // Go refuses both; a value that contains itself would have no end.
  private checkAliases(document: Document): boolean {
    const before = this.problems.length;
    visit(document, {
      Alias: (_, alias, path) => {
        const target = alias.resolve(document);
        if (!target) this.problem(alias, 'yaml-syntax', `there is no anchor "${alias.source}" above`);
        else if (path.includes(target))
          this.problem(alias, 'yaml-syntax', `the value of anchor "${alias.source}" contains itself`);
      },
    });
    return this.problems.length === before;
  }

  private pairsOf(map: YAMLMap): readonly Entry[] {
    const own = map.items.filter((pair) => keyOf(pair) !== '<<').map((pair) => this.entryOf(pair));
    const merged = map.items
      .filter((pair) => keyOf(pair) === '<<')
      .map((pair) => this.resolve(pair.value))
      .flatMap((value) => (isSeq(value) ? value.items.map((item) => this.resolve(item)) : [value]))
      .filter((value) => isMap(value) && value !== map)
      .flatMap((value) => this.pairsOf(value as YAMLMap));
    const names = new Set(own.map((entry) => entry.key));
    return [...own, ...merged.filter((entry) => !names.has(entry.key))];
  }

  private entryOf(pair: Pair): Entry {
    return { key: keyOf(pair), keyNode: pair.key as Node, value: this.resolve(pair.value) };
  }
}

const isNull = (node: Node) => isScalar(node) && node.value === null;
const keyOf = (pair: Pair): string => (isScalar(pair.key) ? scalarText(pair.key) : String(pair.key));
const firstLine = (text: string) => text.split('\n')[0] ?? text;

function resolveAlias(node: unknown, resolve: (alias: Alias) => unknown): Node | undefined {
  if (isAlias(node)) return resolve(node) as Node | undefined;
  return node === null || node === undefined ? undefined : (node as Node);
}

// `1.0` stays `1.0`, as Go reads it into a string; an empty value is the empty text.
function scalarText(scalar: Scalar): string {
  if (typeof scalar.value === 'string') return scalar.value;
  if (scalar.value === null) return '';
  return scalar.source ?? String(scalar.value);
}
