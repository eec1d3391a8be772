import type { Cleanness } from '../../runtime/protocol.js';
import { batchOf } from '../rules/batch.js';
import type { Family, Rule, TableName } from '../rules/model.js';
import { freshTables, packetsOf, removalOf, type Trace, tracesOf } from '../rules/traces.js';
import type { Iptables } from './iptables.js';

/** The chains of one agent in the network that it is in. */
export interface Chains {
  /** Puts rules in place, in all families; a second call replaces those of the first. */
  put(rulesFor: (family: Family) => readonly Rule[]): Promise<void>;
  /** Packets that the rules have matched so far. */
  packets(): Promise<number>;
}

/**
 * The chains of an agent; none is there yet.
 * @param hooks every hook that it may have rules in
 */
export function createChains(
  id: string,
  hooks: readonly Pick<Rule, 'table' | 'hook'>[],
  families: readonly Iptables[],
): Chains {
  let again = false;
  let before = 0;
  const now = async () =>
    sum(await Promise.all(families.map(async (tables) => packetsOf(await tables.save({ counters: true }), id))));
  return {
    put: async (rulesFor) => {
      // A replaced rule begins to count at zero.
      if (again) before += await now();
      for (const tables of families) {
        const fresh = again || tables.backend === 'legacy' ? [] : freshTables(await tables.save(), tableNames(hooks));
        await tables.restore(batchOf(hooks, rulesFor(tables.family), { id, again, fresh }));
      }
      again = true;
    },
    packets: async () => before + (again ? await now() : 0),
  };
}

const tableNames = (hooks: readonly Pick<Rule, 'table'>[]): readonly TableName[] => [
  ...new Set(hooks.map(({ table }) => table)),
];
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Removes whatever an agent of this id has left in these tables, and reads back that nothing is left. */
export async function removeChains(id: string, families: readonly Iptables[]): Promise<Cleanness> {
  let removed = 0;
  let left = 0;
  for (const tables of families) {
    const traces = tracesOf(await tables.save(), id);
    if (traces.length === 0) continue;
    removed += count(traces);
    await tables.restore(removalOf(traces));
    await tables.drop(traces.filter(({ removable }) => removable).map(({ table }) => table));
    left += count(tracesOf(await tables.save(), id));
  }
  if (left > 0) return { clean: false, detail: `${left} chains are still in the network` };
  return { clean: true, detail: removed === 0 ? 'no rules were in the network' : `${removed} chains removed from the network` };
}

const count = (traces: readonly Trace[]): number => sum(traces.map(({ chains }) => chains.length));
