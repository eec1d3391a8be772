import type { Effect } from '../runtime/protocol.js';
import type { StressArgs } from './args.js';
import type { GroupUsage } from './usage.js';

/** Less than this is not measured: the counters of a moment say little. */
const MEASURED_MS = 300;
/** On a machine that is busy, and under a limit, a load gets less than it asks for. */
const LEAST_SHARE = 0.1;
const MEBIBYTE = 1_024 * 1_024;

/** Counters of the victim's group: some time before the load, at its start, and now. */
export interface Measured {
  readonly before: GroupUsage;
  readonly start: GroupUsage;
  readonly now: GroupUsage;
  /** What the processes of the load have written to disk. */
  readonly writtenBytes: number;
}

/** What the load has done to the victim, by the counters of its group. */
export function effectOf(
  { cpus, memoryBytes, writeBytes }: StressArgs,
  { before, start, now, writtenBytes }: Measured,
): Effect {
  const seconds = (now.at - start.at) / 1_000;
  const usualCpus = (start.cpuSeconds - before.cpuSeconds) / ((start.at - before.at) / 1_000);
  const nowCpus = (now.cpuSeconds - start.cpuSeconds) / seconds;
  const held = now.memoryBytes - start.memoryBytes;
  const signs = [
    ...(cpus === undefined
      ? []
      : [
          {
            felt: nowCpus - usualCpus >= cpus * LEAST_SHARE,
            text: `${nowCpus.toFixed(2)} CPUs, ${usualCpus.toFixed(2)} before`,
          },
        ]),
    ...(memoryBytes === undefined
      ? []
      : [
          {
            felt: held >= memoryBytes * 0.9,
            text: `${mebibytes(now.memoryBytes)} of memory, ${mebibytes(start.memoryBytes)} before`,
          },
        ]),
    ...(writeBytes === undefined ? [] : [{ felt: writtenBytes > 0, text: `${mebibytes(writtenBytes)} written to disk` }]),
  ];
  return {
    touched: seconds * 1_000 >= MEASURED_MS && signs.every(({ felt }) => felt),
    evidence: `its control group has used ${signs.map(({ text }) => text).join('; ')}`,
  };
}

const mebibytes = (bytes: number): string => `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
