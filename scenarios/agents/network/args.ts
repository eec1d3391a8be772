import { z } from 'zod';

const port = z.int().min(1).max(65_535);

/** Traffic that a fault is about. */
export const flowArgs = z.object({
  side: z.enum(['to', 'from']),
  /** Names of the other side, all of them standing for one service; absent: anybody. */
  names: z.array(z.string()).min(1).optional(),
  /** Traffic with a peer that has no address here is none; otherwise it is a mistake. */
  optional: z.boolean().optional(),
  ports: z.array(port).min(1).max(15).optional(),
});
export type FlowArgs = z.output<typeof flowArgs>;

/** What the network agent is told. */
export const networkArgs = z.object({
  flows: z.array(flowArgs).min(1),
  act: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('drop'),
      percent: z.number().positive().max(100),
      direction: z.enum(['in', 'out', 'both']),
    }),
    z.object({ kind: z.literal('reset') }),
    z.object({ kind: z.literal('refuse') }),
  ]),
});
export type NetworkArgs = z.output<typeof networkArgs>;
