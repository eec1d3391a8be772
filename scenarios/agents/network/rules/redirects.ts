import { addressesOf, type Family, type Rule } from './model.js';

/** A port at which the proxy listens in place of somebody else. */
export interface Redirect {
  readonly side: 'to' | 'from';
  readonly protocol: 'tcp' | 'udp';
  /** Address of the other side; absent: anybody. */
  readonly address?: string;
  /** Port that is connected to. */
  readonly port: number;
  /** Port at which the proxy listens. */
  readonly listener: number;
}

/** What redirects need to know. */
export interface RedirectOptions {
  readonly family: Family;
  /** User as whom the proxy runs: its own traffic is left alone. */
  readonly uid: number;
  /**
   * Zone of the connection tracking for redirected traffic. In it, connections that were there before count as new: they are redirected, too, and
   * reset, as the proxy knows nothing of them. Absent where the kernel has no zones: then they are rejected.
   */
  readonly zone?: number;
}

/** The hooks of redirected traffic. */
export const redirectChains = ({ zone }: Pick<RedirectOptions, 'zone'>): readonly Pick<Rule, 'table' | 'hook'>[] => [
  { table: 'nat', hook: 'OUTPUT' },
  { table: 'nat', hook: 'PREROUTING' },
  ...(zone === undefined
    ? ([
        { table: 'filter', hook: 'OUTPUT' },
        { table: 'filter', hook: 'INPUT' },
      ] as const)
    : ([
        { table: 'raw', hook: 'OUTPUT' },
        { table: 'raw', hook: 'PREROUTING' },
      ] as const)),
];

/** The rules that lead traffic to the proxy, for one family. */
export function redirectRules(redirects: readonly Redirect[], { family, uid, zone }: RedirectOptions): readonly Rule[] {
  const own = redirects.filter(({ address }) => address === undefined || addressesOf(family, [address]).length > 0);
  const spare = `-m owner --uid-owner ${uid} -j RETURN`;
  return [
    { table: 'nat', hook: 'OUTPUT', spec: spare },
    ...own.map((redirect): Rule => {
      const spec = `${matchOf(redirect)} -j REDIRECT --to-ports ${redirect.listener}`;
      return { table: 'nat', hook: redirect.side === 'to' ? 'OUTPUT' : 'PREROUTING', spec };
    }),
    ...(zone === undefined ? rejected(own, spare) : zoned(own, zone, spare)),
  ];
}

function matchOf({ side, protocol, address, port }: Redirect): string {
  const peer = side === 'to' ? (address ? `-d ${address} ` : '') : address ? `-s ${address} ` : '! -i lo ';
  return `${peer}-p ${protocol} -m ${protocol} --dport ${port}`;
}

function zoned(redirects: readonly Redirect[], zone: number, spare: string): readonly Rule[] {
  const answers = redirects.map(({ protocol, listener }) => `-p ${protocol} -m ${protocol} --sport ${listener}`);
  return [
    ...answers.map((match): Rule => ({ table: 'raw', hook: 'OUTPUT', spec: `${match} -j CT --zone ${zone}` })),
    { table: 'raw', hook: 'OUTPUT', spec: spare },
    ...redirects.map((redirect): Rule => {
      const spec = `${matchOf(redirect)} -j CT --zone ${zone}`;
      return { table: 'raw', hook: redirect.side === 'to' ? 'OUTPUT' : 'PREROUTING', spec };
    }),
  ];
}

// What arrives here with its own destination was not redirected, so that it belongs to a connection from before.
function rejected(redirects: readonly Redirect[], spare: string): readonly Rule[] {
  const tcp = redirects.filter(({ protocol }) => protocol === 'tcp');
  return [
    { table: 'filter', hook: 'OUTPUT', spec: spare },
    ...tcp.map((redirect): Rule => {
      const spec = `${matchOf(redirect)} -j REJECT --reject-with tcp-reset`;
      return { table: 'filter', hook: redirect.side === 'to' ? 'OUTPUT' : 'INPUT', spec };
    }),
  ];
}
