import { z } from 'zod';
import type { Instance } from '../../stack/engine/engine.js';
import { agentFault } from './agent-fault.js';
import type { FaultSystem } from './fault.js';
import { PROXY, refusedConnections } from './network-agents.js';
import { connectionFlows, type PeerChoice, peerParams, peersText } from './network-peers.js';
import { duration, milliseconds } from './parameters.js';

const requestParams = {
  to: peerParams.to,
  from: peerParams.from,
  ports: peerParams.ports,
  routes: z
    .array(z.string().regex(/^\//, { error: 'expected a path that starts with /, such as /api/products or /api/*' }))
    .max(100)
    .default([])
    .describe('Paths; one that ends with `*` stands for all that begin so. Empty: all.'),
  methods: z
    .array(z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']))
    .default([])
    .describe('Methods. Empty: all.'),
  percent: z.number().positive().max(100).default(100).describe('Share that is affected, above 0, at most 100.'),
};

/** Requests to the victim, unless it says otherwise: who breaks a service means what others get from it. */
function flowsOf({ service, ports }: Pick<Instance, 'service' | 'ports'>, choice: PeerChoice, system: FaultSystem) {
  const flows = connectionFlows({ service, ports }, choice, system);
  return choice.to === undefined && choice.from === undefined ? flows.filter(({ side }) => side === 'from') : flows;
}

function refused(victim: Instance, choice: PeerChoice, system: FaultSystem): string | undefined {
  const reason = refusedConnections(victim, choice, system);
  if (reason !== undefined || flowsOf(victim, choice, system).length > 0) return reason;
  return 'it does not say which port it serves: set `ports`';
}

interface RequestChoice extends PeerChoice {
  readonly routes: readonly string[];
  readonly methods: readonly string[];
  readonly percent: number;
}

/** `half of the requests of {target}` in figures: `50 % of the GET requests for /api/* to {target}`. */
function requestsText({ routes, methods, percent, ...choice }: RequestChoice): string {
  const share = percent < 100 ? `${percent} % of the` : 'all';
  const which = methods.length > 0 ? ` ${methods.join(' and ')}` : '';
  const where = routes.length > 0 ? ` for ${routes.join(', ')}` : '';
  const whose = choice.to === undefined ? ' to {target}' : ' of {target}';
  return `${share}${which} requests${where}${whose}${peersText(choice)}`;
}

/** Requests are answered with an error in the victim's place. */
export const httpError = agentFault({
  kind: 'http.error',
  description: 'HTTP requests are answered with an error, and do not reach whom they are for.',
  params: z.strictObject({
    ...requestParams,
    status: z.int().min(400).max(599).default(503).describe('The status that is answered.'),
  }),
  agent: () => PROXY,
  refusal: refused,
  words: ({ status, ...choice }) => ({
    noun: `answer ${status} to ${requestsText(choice)}`,
    plan: `answer ${requestsText(choice)} with ${status}`,
    done: `answered ${requestsText(choice)} with ${status}`,
    effect: `${upper(requestsText(choice))} were answered with ${status}, and did not arrive.`,
    repair: `let ${requestsText({ ...choice, percent: 100 })} arrive again`,
  }),
  args: ({ instance }, { params: { routes, methods, percent, status, ...choice }, system }) => ({
    flows: flowsOf(instance, choice, system),
    act: { kind: 'http', routes, methods, percent, status, delayMs: 0 },
  }),
});

/** Requests are answered late. */
export const httpDelay = agentFault({
  kind: 'http.delay',
  description: 'HTTP requests reach whom they are for late.',
  params: z.strictObject({
    ...requestParams,
    delay: duration
      .refine((text) => milliseconds(text) > 0, { error: 'expected more than nothing' })
      .describe('How much later.'),
  }),
  agent: () => PROXY,
  refusal: refused,
  words: ({ delay, ...choice }) => ({
    noun: `delay of ${delay} for ${requestsText(choice)}`,
    plan: `delay ${requestsText(choice)} by ${delay}`,
    done: `delayed ${requestsText(choice)} by ${delay}`,
    effect: `${upper(requestsText(choice))} were answered later by ${delay}.`,
    repair: `let ${requestsText({ ...choice, percent: 100 })} arrive at once`,
  }),
  args: ({ instance }, { params: { routes, methods, percent, delay, ...choice }, system }) => ({
    flows: flowsOf(instance, choice, system),
    act: { kind: 'http', routes, methods, percent, delayMs: milliseconds(delay) },
  }),
});

const upper = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
