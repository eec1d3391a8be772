import { EXIT, SupopsError } from '../../../../core/errors.js';
import type { Limits, LimitsChange } from '../../capabilities/limits.js';
import type { Client } from '../client.js';
import { ask, shortId } from '../errors.js';

/** Changing limits by updating the container. */
export const limits = (client: Client): Limits => ({
  set: async (id, change) => {
    const container = client.docker.getContainer(id);
    const { HostConfig } = await ask(`inspect ${shortId(id)}`, container.inspect());
    const { NanoCpus = 0, Memory = 0, MemorySwap = 0 } = HostConfig;
    const update = toUpdate(change, { nanoCpus: NanoCpus > 0, swap: swapOf(Memory, MemorySwap) });
    await ask(`change the limits of ${shortId(id)}`, container.update(update)).catch((error) => {
      throw inUse(error, shortId(id)) ?? error;
    });
  },
});

/** As runc says that the kernel, with control groups of version 1, does not take memory away that is in use. */
const IN_USE = /unable to set memory limit to (\d+) \(current usage: (\d+)/;
const MEBIBYTE = 1_024 * 1_024;

function inUse(cause: Error, name: string): SupopsError | undefined {
  const [, wanted, used] = IN_USE.exec(cause.message) ?? [];
  if (wanted === undefined || used === undefined) return undefined;
  const [limit, usage] = [wanted, used].map((bytes) => `${Math.round(Number(bytes) / MEBIBYTE)} MiB`);
  return new SupopsError({
    code: 'engine-rejected',
    exitCode: EXIT.unavailable,
    message: `cannot limit the memory of ${name} to ${limit}: it uses ${usage}, and the kernel does not take it away`,
    hint: 'choose a limit above what is in use',
    cause,
  });
}

/** The kernel's usual period of a CPU limit, microseconds. */
const PERIOD = 100_000;

/**
 * What is asked of the engine. An update takes 0 for "leave it", so that CPUs given as `NanoCpus` could never be unlimited again: they are given as a
 * quota, of which -1 means none, unless the container was created with `NanoCpus`, which the engine lets nothing else replace. Its limit of memory and swap
 * together moves with that of memory.
 */
export const toUpdate = (
  { cpus, memoryBytes }: LimitsChange,
  { nanoCpus, swap }: { readonly nanoCpus: boolean; readonly swap: number | 'unlimited' },
): Readonly<Record<string, number>> => ({
  ...(cpus === undefined ? {} : cpusOf(cpus, nanoCpus)),
  ...(memoryBytes === undefined ? {} : memoryOf(memoryBytes, swap)),
});

function cpusOf(cpus: number | 'none', nanoCpus: boolean): Readonly<Record<string, number>> {
  if (nanoCpus && cpus !== 'none') return { NanoCpus: Math.round(cpus * 1e9) };
  return { CpuPeriod: PERIOD, CpuQuota: cpus === 'none' ? -1 : Math.round(cpus * PERIOD) };
}

const memoryOf = (bytes: number, swap: number | 'unlimited') => ({
  Memory: bytes,
  MemorySwap: swap === 'unlimited' ? -1 : bytes + swap,
});

/** How much swap a container may use besides its memory. One without a limit of memory gets none, so that its new limit really is one. */
export const swapOf = (memory: number, memoryAndSwap: number): number | 'unlimited' => {
  if (memory <= 0) return 0;
  return memoryAndSwap < 0 ? 'unlimited' : Math.max(0, memoryAndSwap - memory);
};
