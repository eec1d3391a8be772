import type { Usage, UsageSample } from '../../capabilities/usage.js';
import type { Client } from '../client.js';
import { ask, shortId, UNLIMITED } from '../errors.js';
import { parseMoment } from '../instance.js';
import { inspectIfThere } from '../listing.js';
import { guarded, toJson, untilAborted } from '../streams.js';

const REOPEN_MS = 1_000;

/** The parts of the engine's statistics that are used. */
export interface DockerStats {
  readonly read: string;
  readonly cpu_stats?: {
    readonly cpu_usage?: { readonly total_usage?: number };
    readonly throttling_data?: { readonly periods?: number; readonly throttled_periods?: number };
  };
  readonly memory_stats?: {
    readonly usage?: number;
    readonly limit?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
  readonly networks?: Readonly<Record<string, { readonly rx_bytes: number; readonly tx_bytes: number }>>;
  readonly pids_stats?: { readonly current?: number };
}

/** Resource usage, one sample a second. */
export const usage = (client: Client): Usage => ({
  samples: (id, signal) => untilAborted(`read the usage of ${shortId(id)}`, signal, () => readUsage(client, id, signal)),
});

async function* readUsage(client: Client, id: string, signal: AbortSignal): AsyncGenerator<UsageSample> {
  // Some engines end the stream with the program; the instance may run again.
  while ((await inspectIfThere(client, id)) !== undefined) {
    const request = client.docker.getContainer(id).stats({ stream: true, abortSignal: signal } as { stream: true });
    const stream = guarded(await ask(`read the usage of ${shortId(id)}`, request, UNLIMITED));
    for await (const stats of toJson<DockerStats>(stream)) {
      const sample = toSample(stats);
      if (sample !== undefined) yield sample;
      // If it is removed just when the stream is opened, some engines send empty statistics for ever.
      else if ((await inspectIfThere(client, id)) === undefined) return;
    }
    await client.options.clock.sleep(REOPEN_MS, signal);
  }
}

/** A sample, or `undefined` while the instance does not run: the engine then sends empty statistics. */
export function toSample(stats: DockerStats): UsageSample | undefined {
  const { cpu_stats: cpu = {}, memory_stats: memory = {}, networks = {} } = stats;
  const time = parseMoment(stats.read);
  if (time === 0 || memory.usage === undefined) return undefined;
  const interfaces = Object.values(networks);
  return {
    time,
    cpuSeconds: (cpu.cpu_usage?.total_usage ?? 0) / 1e9,
    memoryWorkingSetBytes: Math.max(0, memory.usage - inactiveFile(memory.stats)),
    memoryUsageBytes: memory.usage,
    memoryLimitBytes: memory.limit ?? 0,
    throttledPeriods: cpu.throttling_data?.throttled_periods ?? 0,
    cpuPeriods: cpu.throttling_data?.periods ?? 0,
    receivedBytes: interfaces.reduce((sum, one) => sum + one.rx_bytes, 0),
    sentBytes: interfaces.reduce((sum, one) => sum + one.tx_bytes, 0),
    pids: stats.pids_stats?.current ?? 0,
  };
}

// cgroup v1 has both, of which the total counts, as in cAdvisor; v2 has the other one only.
const inactiveFile = (stats: Readonly<Record<string, number>> | undefined): number =>
  stats?.total_inactive_file ?? stats?.inactive_file ?? 0;
