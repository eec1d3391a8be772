import { suggestion } from '../../core/nearest.js';
import type { Problem } from '../../core/problem.js';
import type { Path } from './positions.js';

/** A file that is read part by part: whatever is readable is available, whatever its type. */
export interface Reader {
  get(path: Path): unknown;
  /** A problem at a value, or at its key. */
  problem(code: string, path: Path, message: string): Problem;
  keyProblem(code: string, path: Path, message: string): Problem;
}

/** The member of a mapping or list; `undefined` if there is none. */
export const child = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;

/** The paths of a list's entries; none if there is no list. */
export function listPaths(at: Reader, path: Path): readonly Path[] {
  const list = at.get(path);
  return Array.isArray(list) ? list.map((_, i) => [...path, i]) : [];
}

/** The names that are allowed. */
export interface NameSpace {
  readonly what: string;
  readonly code: string;
  readonly names: ReadonlySet<string>;
}

/** The problem for a name that is not allowed, with the nearest one that is. */
export function unknownName(at: Reader, path: Path, { what, code, names }: NameSpace): readonly Problem[] {
  const name = at.get(path);
  if (typeof name !== 'string' || name === '' || names.has(name)) return [];
  return [at.problem(code, path, `unknown ${what} "${name}"${suggestion(name, names)}`)];
}
