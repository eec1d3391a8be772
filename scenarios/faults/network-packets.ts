import { z } from 'zod';
import { agentFault } from './agent-fault.js';
import { PACKETS } from './network-agents.js';
import { directionParam, packetFlows, peerParams, peersText, refusedPeers } from './network-peers.js';

const percent = z.number().positive().max(100);

/** Some packets get lost. */
export const networkLoss = agentFault({
  kind: 'network.loss',
  description: 'Some packets of the victim get lost.',
  params: z.strictObject({
    ...peerParams,
    percent: percent.describe('Share that is affected, above 0, at most 100.'),
    direction: directionParam.default('both'),
  }),
  agent: () => PACKETS,
  refusal: refusedPeers,
  words: ({ percent: share, ...choice }) => ({
    noun: `loss of ${share} % of the packets of {target}${peersText(choice)}`,
    plan: `lose ${share} % of the packets of {target}${peersText(choice)}`,
    done: `lost ${share} % of the packets of {target}${peersText(choice)}`,
    effect: `Of the packets of {target}${peersText(choice)}, ${share} % got lost.`,
    repair: `let all packets of {target}${peersText(choice)} through`,
  }),
  args: (_, { params: { percent: share, direction, ...choice }, system }) => ({
    flows: packetFlows(choice, system),
    act: { kind: 'drop', percent: share, direction },
  }),
});

/** No packet arrives. */
export const networkPartition = agentFault({
  kind: 'network.partition',
  description: 'The victim is cut off: no packet arrives, and nobody is told.',
  params: z.strictObject({ ...peerParams, direction: directionParam.default('both') }),
  agent: () => PACKETS,
  refusal: refusedPeers,
  words: (choice) => ({
    noun: `partition of {target}${peersText(choice)}`,
    plan: `drop every packet of {target}${peersText(choice)}`,
    done: `dropped every packet of {target}${peersText(choice)}`,
    effect: `No packet of {target}${peersText(choice)} arrived.`,
    repair: `let the packets of {target}${peersText(choice)} through`,
  }),
  args: (_, { params: { direction, ...choice }, system }) => ({
    flows: packetFlows(choice, system),
    act: { kind: 'drop', percent: 100, direction },
  }),
});

/** Connections open, and break. */
export const networkReset = agentFault({
  kind: 'network.reset',
  description: 'Connections of the victim are reset as soon as they are used, those that were open before included.',
  params: z.strictObject(peerParams),
  agent: () => PACKETS,
  refusal: refusedPeers,
  words: (choice) => ({
    noun: `reset of the connections of {target}${peersText(choice)}`,
    plan: `reset the connections of {target}${peersText(choice)}`,
    done: `reset the connections of {target}${peersText(choice)}`,
    effect: `The connections of {target}${peersText(choice)} were reset as soon as they were used.`,
    repair: `let the connections of {target}${peersText(choice)} live`,
  }),
  args: (_, { params: choice, system }) => ({ flows: packetFlows(choice, system), act: { kind: 'reset' } }),
});

/** No new connection. */
export const networkRefuse = agentFault({
  kind: 'network.refuse',
  description: 'New connections of the victim are refused; those that are open live on.',
  params: z.strictObject(peerParams),
  agent: () => PACKETS,
  refusal: refusedPeers,
  words: (choice) => ({
    noun: `refusal of the connections of {target}${peersText(choice)}`,
    plan: `refuse new connections of {target}${peersText(choice)}`,
    done: `refused new connections of {target}${peersText(choice)}`,
    effect: `New connections of {target}${peersText(choice)} were refused.`,
    repair: `let {target} open and accept connections again`,
  }),
  args: (_, { params: choice, system }) => ({ flows: packetFlows(choice, system), act: { kind: 'refuse' } }),
});
