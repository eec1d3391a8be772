import { z } from 'zod';

/** Where a file fills the file system of a victim: what it takes to remove it. */
export const diskPlace = z.object({
  /** A folder in one of the victim's volumes. */
  path: z.string().startsWith('/'),
});

/** What the disk agent is told. */
export const diskArgs = diskPlace.extend({
  /** Up to how much of the file system is used then. */
  percent: z.number().min(1).max(100),
  /** How much to write at most; required for a large file system. */
  bytes: z.number().positive().optional(),
});

/** The same, checked. */
export type DiskArgs = z.output<typeof diskArgs>;
