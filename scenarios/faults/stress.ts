import { z } from 'zod';
import { agentFault } from './agent-fault.js';
import { processOf } from './crashing.js';
import { bytes, size, sizeText } from './size.js';

const MEBIBYTE = 1_024 * 1_024;
/** What a process of the load needs for itself. */
const OWN_MEBIBYTES = 32;

const params = z.strictObject({
  load: z
    .number()
    .min(0.05)
    .max(8)
    .optional()
    .describe('CPUs to keep busy, such as 0.5. Without it, and without `take` and `write`: 1.'),
  take: size.optional().describe('Memory to take, such as `200MiB`.'),
  write: size.optional().describe('What to write to disk per second, such as `20MiB`.'),
});
type Stress = z.output<typeof params>;

const loadOf = ({ load, take, write }: Stress) => ({
  ...(load === undefined && take === undefined && write === undefined ? { cpus: 1 } : load !== undefined && { cpus: load }),
  ...(take !== undefined && { memoryBytes: bytes(take) }),
  ...(write !== undefined && { writeBytes: bytes(write) }),
});

const loadText = (own: Stress): string => {
  const { cpus, memoryBytes, writeBytes } = loadOf(own);
  return [
    cpus === undefined ? [] : [`${cpus} busy ${cpus === 1 ? 'CPU' : 'CPUs'}`],
    memoryBytes === undefined ? [] : [`${sizeText(memoryBytes)} of memory`],
    writeBytes === undefined ? [] : [`${sizeText(writeBytes)} written per second`],
  ]
    .flat()
    .join(', ');
};

/** CPU, memory or disk used up by something within the victim's own bounds: a job that nobody thought of, or a bug. */
export const stress = agentFault({
  kind: 'stress',
  description: 'Something uses CPU, memory or disk within the limits of the victim.',
  params,
  agent: ({ load = 1 }) => ({
    program: 'stress',
    shares: { processes: true, cgroups: true },
    capabilities: [],
    memoryMebibytes: 96 + (Math.ceil(load) + 2) * OWN_MEBIBYTES,
  }),
  refusal: ({ memoryBytes }, { take }) =>
    take !== undefined && memoryBytes !== undefined && bytes(take) >= memoryBytes
      ? `it may use no more than ${Math.floor(memoryBytes / MEBIBYTE)} MiB of memory`
      : undefined,
  words: (own) => ({
    noun: `stress of {target}: ${loadText(own)}`,
    plan: `load {target}: ${loadText(own)}`,
    done: `loaded {target}: ${loadText(own)}`,
    effect: `Within the limits of {target} there was a load: ${loadText(own)}.`,
    repair: 'end the load of {target}',
  }),
  args: (victim, { params: own }) => ({ ...processOf(victim), ...loadOf(own) }),
});
