import { z } from 'zod';
import { agentFault } from './agent-fault.js';
import { PROXY, refusedConnections } from './network-agents.js';
import { connectionFlows, directionParam, peerParams, peersText } from './network-peers.js';
import { duration, milliseconds } from './parameters.js';
import { bytesPerSecond, rate } from './rate.js';

/** Traffic is late. */
export const networkDelay = agentFault({
  kind: 'network.delay',
  description: 'Connections of the victim are slow: what is sent arrives late.',
  params: z.strictObject({
    ...peerParams,
    delay: duration
      .refine((text) => milliseconds(text) > 0, { error: 'expected more than nothing' })
      .describe('How much later.'),
    jitter: duration.default('0s').describe('How much the delay varies, in either direction.'),
    direction: directionParam.default('out'),
  }),
  agent: () => PROXY,
  refusal: refusedConnections,
  words: ({ delay, jitter, ...choice }) => {
    const how = milliseconds(jitter) > 0 ? `${delay} ± ${jitter}` : delay;
    return {
      noun: `delay of ${how} on the connections of {target}${peersText(choice)}`,
      plan: `delay the connections of {target}${peersText(choice)} by ${how}`,
      done: `delayed the connections of {target}${peersText(choice)} by ${how}`,
      effect: `The connections of {target}${peersText(choice)} were slower by ${how}.`,
      repair: `let the connections of {target}${peersText(choice)} be as fast as they are`,
    };
  },
  args: ({ instance }, { params: { delay, jitter, direction, ...choice }, system }) => ({
    flows: connectionFlows(instance, choice, system),
    act: { kind: 'forward', delayMs: milliseconds(delay), jitterMs: milliseconds(jitter), direction },
  }),
});

/** Traffic is narrow. */
export const networkBandwidth = agentFault({
  kind: 'network.bandwidth',
  description: 'Connections of the victim are narrow: only so much fits through them in a second.',
  params: z.strictObject({
    ...peerParams,
    rate: rate.describe('All connections together, in each direction: `100kbit`, `1mbit`, or in bytes `100kbps`.'),
    direction: directionParam.default('both'),
  }),
  agent: () => PROXY,
  refusal: refusedConnections,
  words: ({ rate: limit, ...choice }) => ({
    noun: `limit of ${limit} on the connections of {target}${peersText(choice)}`,
    plan: `limit the connections of {target}${peersText(choice)} to ${limit}`,
    done: `limited the connections of {target}${peersText(choice)} to ${limit}`,
    effect: `The connections of {target}${peersText(choice)} carried at most ${limit}.`,
    repair: `let the connections of {target}${peersText(choice)} carry what they can`,
  }),
  args: ({ instance }, { params: { rate: limit, direction, ...choice }, system }) => ({
    flows: connectionFlows(instance, choice, system),
    act: { kind: 'forward', delayMs: 0, jitterMs: 0, bytesPerSecond: bytesPerSecond(limit), direction },
  }),
});
