import { z } from 'zod';

/** What the database agent is told. */
export const databaseArgs = z.object({
  port: z.number(),
  user: z.string(),
  password: z.string(),
  act: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('connections'),
      /** How many to hold; absent: every one that the server gives. */
      count: z.number().optional(),
    }),
    z.object({
      kind: z.literal('locks'),
      tables: z.array(z.string()),
      /** How long the tables are locked at a time, ms; absent: without a break. */
      holdMs: z.number().optional(),
      pauseMs: z.number(),
    }),
    z.object({
      kind: z.literal('slow'),
      sessions: z.number(),
      /** How long each statement takes, ms. */
      statementMs: z.number(),
    }),
  ]),
});
export type DatabaseArgs = z.output<typeof databaseArgs>;

/** What a fault does with its sessions. */
export type DatabaseAct = DatabaseArgs['act'];
