/** The parts of a fault in a file that its id depends on. */
export interface FaultEntry {
  readonly id?: string | undefined;
  readonly kind: string;
  readonly target: { readonly service: string };
}

/** The id as given; otherwise kind and service, numbered from the second one on: `kill-db`, `kill-db-2`. */
export function faultId(entries: readonly FaultEntry[], index: number): string {
  const nameOf = ({ kind, target: { service } }: FaultEntry) => `${kind.replaceAll('.', '-')}-${service}`;
  const entry = entries[index];
  if (entry === undefined) return '';
  if (entry.id !== undefined) return entry.id;
  const earlier = entries.slice(0, index).filter((other) => other.id === undefined && nameOf(other) === nameOf(entry)).length;
  return earlier === 0 ? nameOf(entry) : `${nameOf(entry)}-${earlier + 1}`;
}
