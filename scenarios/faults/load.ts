import { z } from 'zod';
import { agentFault } from './agent-fault.js';

/** Many more requests than usual, from inside the network of the victim: a peak of traffic, or an attack. */
export const load = agentFault({
  kind: 'load',
  description: 'The victim gets many more requests than usual.',
  params: z.strictObject({
    requests: z.number().positive().max(2_000).describe('Requests per second, in addition to the others.'),
    path: z
      .array(z.string().regex(/^\//, { error: 'expected a path that starts with /, such as /api/products' }))
      .min(1)
      .default(['/'])
      .describe('Paths to request, in turn.'),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe('Port of the victim. Without it: the first one that it says it serves.'),
    connections: z.int().min(1).max(500).default(20).describe('Connections that the requests share.'),
  }),
  agent: () => ({ program: 'load', shares: { network: true }, capabilities: [], memoryMebibytes: 160 }),
  refusal: ({ ports }, { port }) =>
    port === undefined && ports.length === 0 ? 'it does not say which port it serves: set `port`' : undefined,
  words: ({ requests }) => ({
    noun: `load of ${requests} requests per second on {target}`,
    plan: `send ${requests} requests per second to {target}`,
    done: `sent ${requests} requests per second to {target}`,
    effect: `{target} got ${requests} requests per second in addition to the usual ones.`,
    repair: 'end the load on {target}',
  }),
  args: ({ instance }, { params: { requests, path, port, connections } }) => ({
    port: port ?? instance.ports[0],
    paths: path,
    rate: requests,
    connections,
  }),
});
