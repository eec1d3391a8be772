import { z } from 'zod';
import { suggestion } from '../../core/nearest.js';
import type { Instance } from '../../stack/engine/engine.js';
import type { FlowArgs } from '../agents/network/args.js';
import type { FaultSystem } from './fault.js';

const port = z.int().min(1).max(65_535);

/** With whom, as every fault of the network has it. */
export const peerParams = {
  to: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A service: only connections of the victim to it. With neither `to` nor `from`: all traffic of the victim with others.',
    ),
  from: z.string().min(1).optional().describe('A service: only its connections to the victim.'),
  ports: z
    .array(port)
    .min(1)
    .max(15)
    .optional()
    .describe(
      'Ports of the one that is connected to. Without it: those that it says it serves; for the faults of packets (loss, partition, reset, refuse) all.',
    ),
};

/** The choice of peers in a scenario. */
export interface PeerChoice {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly ports?: readonly number[] | undefined;
}

/** Directions, seen from the victim. */
export const directionParam = z
  .enum(['in', 'out', 'both'])
  .describe('What is affected, seen from the victim: what it sends (`out`), what it receives (`in`), or both.');

/** The traffic in words: ` with db`, ` from front at port 3000`. */
export function peersText({ to, from, ports }: PeerChoice): string {
  const at = ports === undefined ? '' : ` at port ${ports.join(', ')}`;
  const who = [...(to === undefined ? [] : [`to ${to}`]), ...(from === undefined ? [] : [`from ${from}`])].join(' and ');
  return `${who === '' ? '' : ` ${who}`}${at}`;
}

/** Why the peers cannot be meant; absent if they can. */
export function refusedPeers(
  { instance, service }: Instance,
  { to, from }: PeerChoice,
  system: FaultSystem,
): string | undefined {
  for (const [key, name] of Object.entries({ to, from })) {
    if (name === undefined) continue;
    const found = system.targets.get(name);
    if (found === undefined || found.length === 0)
      return `\`${key}\` names the service ${name}, which does not exist${suggestion(name, [...system.targets.keys()])}`;
    if (name === service && found.length === 1) return `\`${key}\` names ${instance} itself`;
  }
  return undefined;
}

/** The traffic that packets are lost of or refused in, whatever its ports if none are given. */
export function packetFlows({ to, from, ports }: PeerChoice, system: FaultSystem): readonly FlowArgs[] {
  const own = ports === undefined ? {} : { ports: [...ports] };
  if (to === undefined && from === undefined)
    return [
      { side: 'to', ...own },
      { side: 'from', ...own },
    ];
  return [
    ...(to === undefined ? [] : [{ side: 'to' as const, names: namesOf(to, system), ...own }]),
    ...(from === undefined ? [] : [{ side: 'from' as const, names: namesOf(from, system), ...own }]),
  ];
}

/** Connections that a proxy takes. It must know whom they are meant for, and so each port is named. */
export function connectionFlows(
  { service, ports: served }: Pick<Instance, 'service' | 'ports'>,
  { to, from, ports }: PeerChoice,
  system: FaultSystem,
): readonly FlowArgs[] {
  const side = (name: string, more: Pick<FlowArgs, 'optional'> = {}) => {
    const at = ports ?? portsOf(name, system);
    return at.length === 0
      ? []
      : [{ side: 'to' as const, names: namesOf(name, system), ports: at.slice(0, MAX_PORTS), ...more }];
  };
  const own = (ports ?? served).slice(0, MAX_PORTS);
  const incoming = own.length === 0 ? [] : [{ side: 'from' as const, ports: own }];
  if (to === undefined && from === undefined) {
    const others = [...system.targets.keys()].filter((name) => name !== service);
    return [...others.flatMap((name) => side(name, { optional: true })), ...incoming];
  }
  return [
    ...(to === undefined ? [] : side(to)),
    ...(from === undefined ? [] : incoming.map((flow) => ({ ...flow, names: namesOf(from, system) }))),
  ];
}

/** As many as one rule of iptables takes. */
const MAX_PORTS = 15;

const portsOf = (name: string, { targets }: FaultSystem): number[] => [
  ...new Set((targets.get(name) ?? []).flatMap(({ ports }) => ports)),
];

/** Every name by which the instances of a service may be known in the victim's network. */
const namesOf = (name: string, { targets }: FaultSystem): string[] => [
  ...new Set([name, ...(targets.get(name) ?? []).flatMap((peer) => [peer.instance, peer.name])]),
];
