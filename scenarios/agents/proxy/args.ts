import { z } from 'zod';
import { flowArgs } from '../network/args.js';

/** What is done to the bytes of connections. */
export const forwardAct = z.object({
  kind: z.literal('forward'),
  delayMs: z.number().min(0),
  /** The delay varies by up to this much in either direction, ms. */
  jitterMs: z.number().min(0),
  /** All connections together, in each direction; absent: as fast as it goes. */
  bytesPerSecond: z.number().positive().optional(),
  /** The direction that is slowed down, seen from the victim. */
  direction: z.enum(['in', 'out', 'both']),
});
export type ForwardAct = z.output<typeof forwardAct>;

/** What is done to HTTP requests. */
export const httpAct = z.object({
  kind: z.literal('http'),
  /** Paths; one that ends with `*` stands for all that begin so. Empty: all. */
  routes: z.array(z.string()),
  /** In capitals; empty: all. */
  methods: z.array(z.string()),
  percent: z.number().positive().max(100),
  delayMs: z.number().min(0),
  /** Answered in the victim's place; absent: the victim answers. */
  status: z.int().min(400).max(599).optional(),
});
export type HttpAct = z.output<typeof httpAct>;

/** What is answered to questions for names. */
export const dnsAct = z.object({
  kind: z.literal('dns'),
  answer: z.enum(['nxdomain', 'servfail', 'timeout']),
  /** Names; one that begins with `*.` stands for all below it. Empty: all. */
  names: z.array(z.string()),
});
export type DnsAct = z.output<typeof dnsAct>;

/** What the proxy agent is told. */
export const proxyArgs = z.object({
  /** None for `dns`, which is about every question of the victim. Connections to others can only be intercepted if it is known to whom. */
  flows: z.array(
    flowArgs.required({ ports: true }).refine(({ side, names }) => side === 'from' || names !== undefined, {
      error: 'connections to anybody cannot be intercepted',
    }),
  ),
  act: z.discriminatedUnion('kind', [forwardAct, httpAct, dnsAct]),
});
export type ProxyAct = z.output<typeof proxyArgs>['act'];
