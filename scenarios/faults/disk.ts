import { z } from 'zod';
import { agentFault } from './agent-fault.js';
import { bytes, size } from './size.js';

const MEBIBYTE = 1_024 * 1_024;
/** What is written may lie in memory until it is on the disk, and a volume in memory counts as the agent's memory. */
const MOST_MEBIBYTES = 1_024;
/** What the program needs for itself. */
const OWN_MEBIBYTES = 128;

/** A volume that is full, or nearly so. */
export const disk = agentFault({
  kind: 'disk',
  description: 'A file fills the file system of one of the victim’s volumes.',
  params: z.strictObject({
    volume: z
      .string()
      .regex(/^(?!.*\/\.\.(?:\/|$))\//, { error: 'expected the path of a volume in the victim, such as /data' })
      .describe('Path of the volume in the victim, such as `/data`.'),
    percent: z.number().min(1).max(100).default(95).describe('Up to how many percent of the file system are used then.'),
    size: size
      .optional()
      .describe('How much may be written. Required if it is more than `1GiB`, or if the file system is larger than 4 GiB.'),
  }),
  agent: ({ volume, size: most }) => ({
    program: 'disk',
    shares: { volumes: true },
    // Volumes belong to the program of the victim.
    capabilities: ['DAC_OVERRIDE'],
    leaves: { path: volume },
    memoryMebibytes: OWN_MEBIBYTES + Math.ceil(most === undefined ? MOST_MEBIBYTES : bytes(most) / MEBIBYTE),
  }),
  words: ({ volume, percent, size: most }) => {
    const filled = most === undefined ? `to ${percent} %` : `to ${percent} %, with ${most} at most`;
    return {
      noun: `full volume ${volume} of {target}`,
      plan: `fill ${volume} of {target} ${filled}`,
      done: `filled ${volume} of {target} ${filled}`,
      effect: `A file filled the file system of ${volume} of {target}.`,
      repair: `remove what fills ${volume} of {target}`,
    };
  },
  args: (_victim, { params: { volume, percent, size: most } }) => ({
    path: volume,
    percent,
    ...(most !== undefined && { bytes: bytes(most) }),
  }),
});
