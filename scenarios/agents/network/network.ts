import type { AgentBody } from '../runtime/agent.js';
import type { Cleanness } from '../runtime/protocol.js';
import { networkArgs } from './args.js';
import { type FlowWatch, watchFlows } from './flows.js';
import { PACKET_CHAINS, packetRules } from './rules/packets.js';
import { type Chains, createChains, removeChains } from './tables/chains.js';
import type { Iptables } from './tables/iptables.js';
import { findTables, tryRules } from './tables/place.js';

/** Loses, rejects and refuses packets of the network that it is in, by rules in chains that are named by its id. */
export function networkAgent(id: string): AgentBody {
  let tables: readonly Iptables[] = [];
  let chains: Chains | undefined;
  let watched: FlowWatch | undefined;
  // What a dead agent of the same id has left goes at once: the trial of rules would not tell it from its own.
  let left: Cleanness | undefined;
  const look = async () => {
    if (tables.length === 0) tables = await findTables();
    return tables;
  };
  return {
    probe: async () => {
      const families = await look();
      left = await removeChains(id, families);
      const missing = await tryRules(id, SAMPLES, families);
      if (missing !== undefined) throw new Error(`the kernel does not know a rule that is needed: ${missing}`);
      return { mechanism: `iptables-${families[0]?.backend}`, ipv6: families.length > 1 };
    },
    apply: async (given) => {
      const { flows, act } = networkArgs.parse(given);
      const families = await look();
      const peers = await watchFlows(flows);
      const own = createChains(id, PACKET_CHAINS, families);
      const put = () => own.put((family) => packetRules(act, peers.flows(), family));
      watched = peers;
      chains = own;
      await put();
      peers.watch(put);
    },
    effect: async () => {
      const packets = (await chains?.packets()) ?? 0;
      return { touched: packets > 0, evidence: `${packets} packets matched` };
    },
    undo: async () => {
      await watched?.stop();
      return removeChains(id, await look());
    },
    clean: async () => {
      const now = await removeChains(id, await look());
      return left?.clean && now.clean ? left : now;
    },
  };
}

/** One rule of each sort that may be needed. */
const SAMPLES = ([{ kind: 'drop', percent: 50, direction: 'both' }, { kind: 'reset' }, { kind: 'refuse' }] as const).flatMap(
  (act) => packetRules(act, [{ side: 'to', ports: [9] }], 'ipv4'),
);
