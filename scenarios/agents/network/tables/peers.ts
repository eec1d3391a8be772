import { lookup } from 'node:dns/promises';

/** Finds all addresses of names, each once. Names that are not known are left out. */
export async function addressesOfNames(names: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(names.map((name) => lookup(name, { all: true }).catch(() => [])));
  return [...new Set(found.flat().map(({ address }) => address))].sort();
}

/** The addresses of peers, looked up again and again: a peer that is replaced has another one. */
export interface Peers {
  /** What is known now, by the list of names. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  /** Looks all of them up. @returns true if one has an address that it did not have before */
  refresh(): Promise<boolean>;
}

/** Peers, each by the names that stand for it. An address stays known until another takes its place: who is down has none. */
export function createPeers(
  peers: readonly (readonly string[])[],
  find: (names: readonly string[]) => Promise<readonly string[]> = addressesOfNames,
): Peers {
  const known = new Map<string, readonly string[]>();
  const refresh = async () => {
    const changes = await Promise.all(
      peers.map(async (names) => {
        const found = await find(names);
        const key = keyOf(names);
        if (found.length === 0 || found.join() === known.get(key)?.join()) return false;
        known.set(key, found);
        return true;
      }),
    );
    return changes.includes(true);
  };
  return { known, refresh };
}

/** The key of a peer in what is known. */
export const keyOf = (names: readonly string[]): string => names.join(' ');
