import { chainOf, markerOf, type Rule, type TableName } from './model.js';

/** Which tables a batch adds to. */
export interface BatchOptions {
  readonly id: string;
  /** The chains are there already: replace what is in them, and leave the jumps to them alone. */
  readonly again?: boolean;
  /** Tables that did not exist before. */
  readonly fresh?: readonly TableName[];
}

/**
 * The input of `iptables-restore --noflush` that puts all rules in place in one step, in chains of the agent's own, at the beginning of their hooks. A
 * chain that is declared is emptied by it.
 * @param chains every chain that the agent has, with or without rules
 */
export function batchOf(
  chains: readonly Pick<Rule, 'table' | 'hook'>[],
  rules: readonly Rule[],
  { id, again = false, fresh = [] }: BatchOptions,
): string {
  const tables = [...new Set(chains.map(({ table }) => table))];
  return tables
    .map((table) => {
      const own = chains.filter((chain) => chain.table === table);
      const lines = own.flatMap((chain) => rulesOf(rules, chain).map(({ spec }) => `-A ${chainOf(id, chain)} ${spec}`));
      return [
        `*${table}`,
        ...own.map((chain) => `:${chainOf(id, chain)} - [0:0]`),
        ...(fresh.includes(table) && !again ? [`:${markerOf(id)} - [0:0]`] : []),
        ...new Set(lines),
        ...(again ? [] : own.map((chain) => `-I ${chain.hook} -j ${chainOf(id, chain)}`)),
        'COMMIT',
        '',
      ].join('\n');
    })
    .join('');
}

const rulesOf = (rules: readonly Rule[], { table, hook }: Pick<Rule, 'table' | 'hook'>) =>
  rules.filter((rule) => rule.table === table && rule.hook === hook);

/** The chains that rules are in, each once. */
export function chainsOf(rules: readonly Rule[]): readonly Pick<Rule, 'table' | 'hook'>[] {
  const found = new Map(rules.map(({ table, hook }) => [`${table} ${hook}`, { table, hook }]));
  return [...found.values()];
}
