/** What one agent has left in a table, as `iptables-save` prints it. */
export interface Trace {
  readonly table: string;
  /** `-A OUTPUT … -j CHAIN`. */
  readonly jumps: readonly string[];
  readonly chains: readonly string[];
  /** The table has nothing else in it, and did not exist before agents came. */
  readonly removable: boolean;
}

/** One table of the output of `iptables-save`. */
interface Table {
  readonly name: string;
  readonly chains: readonly string[];
  /** `-A …`, without counters. */
  readonly rules: readonly string[];
}

/** Reads the output of `iptables-save`, with or without counters. */
export function tablesIn(saved: string): readonly Table[] {
  return saved.split(/^\*/m).flatMap((part, index) => {
    const [name = '', ...lines] = part.split('\n');
    if (index === 0) return [];
    return {
      name,
      chains: lines.filter((line) => line.startsWith(':')).map((line) => line.slice(1).split(' ')[0] ?? ''),
      rules: lines.map((line) => line.replace(/^\[\d+:\d+\] /, '')).filter((line) => line.startsWith('-A ')),
    };
  });
}

const prefixOf = (id: string) => `SUPOPS-${id}-`.toUpperCase();
const isMarker = (chain: string) => /^SUPOPS-.*-NEW$/.test(chain);
const BUILT_IN = new Set(['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']);
const chainIn = (rule: string) => rule.split(' ')[1] ?? '';

/** What the agent of this id has left. */
export function tracesOf(saved: string, id: string): readonly Trace[] {
  const prefix = prefixOf(id);
  return tablesIn(saved).flatMap(({ name, chains, rules }) => {
    const own = chains.filter((chain) => chain.startsWith(prefix));
    const foreign = rules.filter((rule) => !chainIn(rule).startsWith(prefix));
    const jumps = foreign.filter((rule) => own.some((chain) => rule.includes(` -j ${chain}`)));
    if (own.length === 0) return [];
    const others = chains.filter((chain) => !BUILT_IN.has(chain) && !own.includes(chain));
    const removable = own.some(isMarker) && others.length === 0 && foreign.length === jumps.length;
    return { table: name, jumps, chains: own, removable };
  });
}

/** Tables that are not there, or only because agents have made them. */
export const freshTables = <T extends string>(saved: string, tables: readonly T[]): readonly T[] => {
  const found = tablesIn(saved);
  return tables.filter((table) => {
    const there = found.find(({ name }) => name === table);
    return there === undefined || there.chains.some(isMarker);
  });
};

/** The input of `iptables-restore --noflush` that removes all of it in one step. */
export const removalOf = (traces: readonly Trace[]): string =>
  traces
    .map(({ table, jumps, chains }) =>
      [
        `*${table}`,
        ...jumps.map((rule) => rule.replace('-A', '-D')),
        ...chains.map((chain) => `-F ${chain}`),
        ...chains.map((chain) => `-X ${chain}`),
        'COMMIT',
        '',
      ].join('\n'),
    )
    .join('');

/** Packets that the rules of an agent have matched, those that only leave a chain aside. From the output of `iptables-save -c`. */
export const packetsOf = (saved: string, id: string): number =>
  saved
    .split('\n')
    .filter((line) => line.includes(`] -A ${prefixOf(id)}`) && !line.endsWith('-j RETURN'))
    .reduce((sum, line) => sum + Number(/^\[(\d+):/.exec(line)?.[1] ?? 0), 0);
