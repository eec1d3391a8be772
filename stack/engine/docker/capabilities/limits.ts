import type { Limits, LimitsChange } from '../../capabilities/limits.js';
import type { Client } from '../client.js';
import { ask, shortId } from '../errors.js';

/** Changing limits by updating the container. */
export const limits = (client: Client): Limits => ({
  set: async (id, change) => {
    const container = client.docker.getContainer(id);
    const { HostConfig } = await ask(`inspect ${shortId(id)}`, container.inspect());
    const update = toUpdate(change, { nanoCpus: (HostConfig.NanoCpus ?? 0) > 0 });
    await ask(`change the limits of ${shortId(id)}`, container.update(update));
  },
});

/** The kernel's usual period of a CPU limit, microseconds. */
const PERIOD = 100_000;

/**
 * What is asked of the engine. An update takes 0 for "leave it", so that CPUs given as `NanoCpus` could never be unlimited again: they are given as a
 * quota, of which -1 means none, unless the container was created with `NanoCpus`, which the engine lets nothing else replace. Swap is what
 * memory is: no swap.
 */
export const toUpdate = (
  { cpus, memoryBytes }: LimitsChange,
  { nanoCpus }: { readonly nanoCpus: boolean },
): Readonly<Record<string, number>> => ({
  ...(cpus === undefined ? {} : cpusOf(cpus, nanoCpus)),
  ...(memoryBytes === undefined ? {} : memoryOf(memoryBytes)),
});

function cpusOf(cpus: number | 'none', nanoCpus: boolean): Readonly<Record<string, number>> {
  if (nanoCpus && cpus !== 'none') return { NanoCpus: Math.round(cpus * 1e9) };
  return { CpuPeriod: PERIOD, CpuQuota: cpus === 'none' ? -1 : Math.round(cpus * PERIOD) };
}

const memoryOf = (bytes: number | 'none') =>
  bytes === 'none' ? { Memory: -1, MemorySwap: -1 } : { Memory: bytes, MemorySwap: bytes };
