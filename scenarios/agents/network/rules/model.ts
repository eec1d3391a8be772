/** IPv4 and IPv6 have tables of their own. */
export type Family = 'ipv4' | 'ipv6';

/** The tables that rules of faults are in. */
export type TableName = 'raw' | 'nat' | 'filter';

/** Where in the way of a packet a rule is looked at. */
export type Hook = 'PREROUTING' | 'INPUT' | 'OUTPUT';

/** One rule, as iptables notes it, without its chain. */
export interface Rule {
  readonly table: TableName;
  readonly hook: Hook;
  readonly spec: string;
}

/** Traffic between the victim and others, their names already resolved. */
export interface Flow {
  /** `to`: connections that the victim opens. `from`: connections to the victim. */
  readonly side: 'to' | 'from';
  /** Absent: with anybody. */
  readonly addresses?: readonly string[];
  /** Ports of the one that is connected to; absent: any. */
  readonly ports?: readonly number[];
}

/** Directions of packets, seen from the victim. */
export type Direction = 'in' | 'out' | 'both';

/** The addresses of a family. */
export const addressesOf = (family: Family, addresses: readonly string[]): readonly string[] =>
  addresses.filter((address) => address.includes(':') === (family === 'ipv6'));

/** The chain in which the rules of one agent for a table and hook are; iptables allows 28 characters. */
export const chainOf = (id: string, { table, hook }: Pick<Rule, 'table' | 'hook'>): string =>
  `SUPOPS-${id}-${table.slice(0, 1)}${hook.slice(0, 1)}`.toUpperCase();

/** An empty chain: the table did not exist before, so that it goes with the last rule in it. */
export const markerOf = (id: string): string => `SUPOPS-${id}-NEW`.toUpperCase();
