import type { Instance } from '../../stack/engine/engine.js';
import type { AgentNeed } from '../agents/client/agent-spec.js';
import type { FaultSystem } from './fault.js';
import { connectionFlows, type PeerChoice, refusedPeers } from './network-peers.js';

/**
 * Changes rules in the victim's network: NET_ADMIN. The older implementation of iptables also opens a raw socket, and needs NET_RAW. The rules outlive the
 * agent if it is killed; they are found by its id.
 */
export const PACKETS: AgentNeed = {
  program: 'network',
  shares: { network: true },
  capabilities: ['NET_ADMIN', 'NET_RAW'],
  leaves: {},
};

/** The same, and starts a proxy as another user, which has no capability at all. */
export const PROXY: AgentNeed = {
  program: 'proxy',
  shares: { network: true },
  capabilities: [...PACKETS.capabilities, 'SETGID', 'SETUID'],
  leaves: {},
  memoryMebibytes: 192,
};

/** Why the connections cannot be led to a proxy; absent if they can. */
export function refusedConnections(victim: Instance, choice: PeerChoice, system: FaultSystem): string | undefined {
  const refused = refusedPeers(victim, choice, system);
  if (refused !== undefined) return refused;
  const flows = connectionFlows(victim, choice, system);
  const asked = [choice.to, choice.from].filter((name) => name !== undefined).length;
  if (flows.length >= Math.max(1, asked)) return undefined;
  return `nobody says at which ports ${choice.to ?? victim.instance} serves: set \`ports\``;
}
