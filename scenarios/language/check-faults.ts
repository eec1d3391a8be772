import type { Problem } from '../../core/problem.js';
import { type FaultEntry, faultId } from './fault-id.js';
import type { Path } from './positions.js';
import { listPaths, type Reader, unknownName } from './reader.js';

/** Checks the faults of a scenario against the system: only one notation used, known services, unique ids. */
export function checkFaults(
  at: Reader,
  { services, damaged }: { readonly services: ReadonlySet<string>; readonly damaged: boolean },
): readonly Problem[] {
  const several = at.get(['faults']) !== undefined;
  const targets: readonly Path[] = several
    ? listPaths(at, ['faults']).map((path) => [...path, 'target', 'service'])
    : [['target', 'service']];
  return [
    // What is missing from a damaged file may be in the part that was not understood.
    ...(several ? mixed(at) : damaged ? [] : missing(at)),
    ...targets.flatMap((path) => unknownName(at, path, { what: 'service', code: 'unknown-service', names: services })),
    ...duplicateIds(at),
  ];
}

function mixed(at: Reader): readonly Problem[] {
  return ['target', 'fault']
    .filter((key) => at.get([key]) !== undefined)
    .map((key) =>
      at.keyProblem('contradiction', [key], `\`${key}\` contradicts \`faults\`: write it as an entry of \`faults\``),
    );
}

function missing(at: Reader): readonly Problem[] {
  const file = at.get([]);
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return [];
  return [
    ['target', 'The victim of `fault`'],
    ['fault', 'The fault'],
  ]
    .filter(([key]) => !Object.hasOwn(file, key as string))
    .map(([key, text]) => at.problem('missing-key', [], `"${key}" is missing: ${text}`));
}

/** The ids of all faults, as far as they can be read. */
export const faultIds = (at: Reader): ReadonlySet<string> => new Set(idsOf(at));

function idsOf(at: Reader): readonly string[] {
  const several = listPaths(at, ['faults']);
  const entries = several.length > 0 ? several.map((path) => entryAt(at, path)) : [entryAt(at, ['fault'], ['target'])];
  return entries.map((_, i) => faultId(entries, i));
}

function entryAt(at: Reader, path: Path, target: Path = [...path, 'target']): FaultEntry {
  const text = (of: Path) => String(at.get(of) ?? '');
  const id = at.get([...path, 'id']);
  return {
    ...(typeof id === 'string' ? { id } : {}),
    kind: text([...path, 'kind']),
    target: { service: text([...target, 'service']) },
  };
}

function duplicateIds(at: Reader): readonly Problem[] {
  const ids = idsOf(at);
  return listPaths(at, ['faults']).flatMap((path, i) => {
    const first = ids.indexOf(ids[i] ?? '');
    if (first === i) return [];
    return [at.problem('duplicate-fault', [...path, 'id'], `${ids[i]} is already the id of faults[${first}]`)];
  });
}
