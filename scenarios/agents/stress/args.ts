import { z } from 'zod';

/** What the stress agent is told. */
export const stressArgs = z.object({
  /** Id of the victim, after which the engine names the control groups of its processes. */
  victim: z.string().min(12),
  /** Its main process, as the engine says. */
  process: z.int().min(2),
  /** CPUs to keep busy. */
  cpus: z.number().positive().optional(),
  /** Memory to hold. */
  memoryBytes: z.number().positive().optional(),
  /** Bytes to write to disk a second. */
  writeBytes: z.number().positive().optional(),
});

/** The same, checked. */
export type StressArgs = z.output<typeof stressArgs>;

/** The work of one process: a share of one CPU, memory to hold, or bytes to write a second. */
export type Job =
  | { readonly kind: 'cpu'; readonly share: number }
  | { readonly kind: 'memory'; readonly bytes: number }
  | { readonly kind: 'write'; readonly bytesPerSecond: number };

/** What is to be done, one process each: no process keeps more than one CPU busy. */
export function jobsOf({ cpus = 0, memoryBytes, writeBytes }: Omit<StressArgs, 'victim' | 'process'>): readonly Job[] {
  const processes = Math.ceil(cpus);
  return [
    ...Array.from({ length: processes }, (): Job => ({ kind: 'cpu', share: cpus / processes })),
    ...(memoryBytes === undefined ? [] : [{ kind: 'memory', bytes: memoryBytes } as const]),
    ...(writeBytes === undefined ? [] : [{ kind: 'write', bytesPerSecond: writeBytes } as const]),
  ];
}
