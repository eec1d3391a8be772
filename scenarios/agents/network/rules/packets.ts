import { addressesOf, type Direction, type Family, type Flow, type Rule } from './model.js';

/** What is done to packets. */
export type PacketAct =
  /** Loses a share of them; 100 % cuts all traffic. */
  | { readonly kind: 'drop'; readonly percent: number; readonly direction: Direction }
  /** Breaks connections once they are open. */
  | { readonly kind: 'reset' }
  /** Refuses new connections; those that are open live on. */
  | { readonly kind: 'refuse' };

/** The hooks in which packets are seen. */
export const PACKET_CHAINS = [
  { table: 'filter', hook: 'OUTPUT' },
  { table: 'filter', hook: 'INPUT' },
] as const satisfies readonly Pick<Rule, 'table' | 'hook'>[];

type Way = 'in' | 'out';

/** The rules of an act on flows, for one family. Traffic of the victim with itself is never touched: Docker's own resolver is reached that way. */
export function packetRules(act: PacketAct, flows: readonly Flow[], family: Family): readonly Rule[] {
  return flows.flatMap((flow) => waysOf(act, flow).flatMap((way) => rulesOf(act, flow, { family, way })));
}

function waysOf(act: PacketAct, { side }: Flow): readonly Way[] {
  switch (act.kind) {
    case 'drop':
      return act.direction === 'both' ? ['out', 'in'] : [act.direction];
    case 'reset':
      return ['out', 'in'];
    case 'refuse':
      return [side === 'to' ? 'out' : 'in'];
  }
}

function rulesOf(act: PacketAct, flow: Flow, { family, way }: { readonly family: Family; readonly way: Way }) {
  const hook = way === 'out' ? ('OUTPUT' as const) : ('INPUT' as const);
  return peersOf(flow, family, way).flatMap((peer) =>
    protocolsOf(act, flow, way).map((protocol): Rule => {
      return { table: 'filter', hook, spec: [peer, protocol, endOf(act)].filter((part) => part !== '').join(' ') };
    }),
  );
}

function peersOf({ addresses }: Flow, family: Family, way: Way): readonly string[] {
  if (addresses === undefined) return [way === 'out' ? '! -o lo' : '! -i lo'];
  return addressesOf(family, addresses).map((address) => `${way === 'out' ? '-d' : '-s'} ${address}`);
}

function protocolsOf(act: PacketAct, { side, ports }: Flow, way: Way): readonly string[] {
  // The port is that of the one who is connected to: the destination of what goes there, and the source of what comes from there.
  const end = (side === 'to') === (way === 'out') ? 'dports' : 'sports';
  const at = ports === undefined ? '' : ` -m multiport --${end} ${ports.join(',')}`;
  if (act.kind !== 'drop') return [`-p tcp${at}`];
  return ports === undefined ? [''] : [`-p tcp${at}`, `-p udp${at}`];
}

function endOf(act: PacketAct): string {
  switch (act.kind) {
    case 'drop':
      return act.percent >= 100 ? '-j DROP' : `-m statistic --mode random --probability ${act.percent / 100} -j DROP`;
    case 'reset':
      // Neither packet that opens a connection: it breaks at the next one.
      return '-m tcp --tcp-flags SYN,RST NONE -j REJECT --reject-with tcp-reset';
    case 'refuse':
      return '-m tcp --syn -j REJECT --reject-with tcp-reset';
  }
}
