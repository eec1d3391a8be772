import type { Milliseconds } from '../../../core/time.js';
import type { Instance, UsageSample } from '../../engine/engine.js';
import type { Family, Sample } from './exposition.js';

/** What is known about one container. */
export interface Known {
  readonly instance: Instance;
  readonly oomEvents: number;
  /** The newest sample and how old it is; none while the container does not run. */
  readonly usage?: { readonly sample: UsageSample; readonly ageMs: Milliseconds } | undefined;
}

/** The kernel's period, in which an engine spells a limit that was given in CPUs (sched-bwc.rst: `cpu.cfs_period_us`). */
const CPU_PERIOD_US = 100_000;

type Read = (known: Known) => number | undefined;

/** cAdvisor's names if it has one. The engine counts the time of CPU and memory itself, so no series has a time of its own. */
const FAMILIES: readonly (readonly [name: string, type: Family['type'], help: string, read: Read])[] = [
  [
    'container_start_time_seconds',
    'gauge',
    'Start of the container, only while it runs: the series vanishes with it.',
    ({ instance }) => (isAlive(instance) ? instance.startedAt / 1_000 : undefined),
  ],
  ['container_restarts_total', 'counter', 'Restarts by the engine.', ({ instance }) => instance.restartCount],
  ['container_oom_events_total', 'counter', 'Times the container ran out of memory.', ({ oomEvents }) => oomEvents],
  ['container_health_state', 'gauge', 'The health check: 1 healthy, 0 not; none without one.', health],
  [
    'container_spec_cpu_quota',
    'gauge',
    'CPU time in microseconds that it may use in each period; none if not limited.',
    ({ instance: { cpus } }) => cpus && Math.round(cpus * CPU_PERIOD_US),
  ],
  [
    'container_spec_cpu_period',
    'gauge',
    'Period of the CPU limit in microseconds; none if not limited.',
    ({ instance: { cpus } }) => cpus && CPU_PERIOD_US,
  ],
  ['container_last_sample_age_seconds', 'gauge', 'Age of the usage below.', ({ usage }) => usage && usage.ageMs / 1_000],
  ['container_cpu_usage_seconds_total', 'counter', 'CPU time.', ({ usage }) => usage?.sample.cpuSeconds],
  ['container_cpu_cfs_periods_total', 'counter', 'Periods of the CPU limit.', ({ usage }) => usage?.sample.cpuPeriods],
  [
    'container_cpu_cfs_throttled_periods_total',
    'counter',
    'Periods in which the CPU limit was hit.',
    ({ usage }) => usage?.sample.throttledPeriods,
  ],
  [
    'container_memory_working_set_bytes',
    'gauge',
    'Memory in use without inactive file pages.',
    ({ usage }) => usage?.sample.memoryWorkingSetBytes,
  ],
  ['container_memory_usage_bytes', 'gauge', 'Memory in use.', ({ usage }) => usage?.sample.memoryUsageBytes],
  [
    'container_spec_memory_limit_bytes',
    'gauge',
    'Memory it may use; the machine’s where not limited.',
    ({ usage }) => usage?.sample.memoryLimitBytes,
  ],
  [
    'container_network_receive_bytes_total',
    'counter',
    'Bytes received on all interfaces.',
    ({ usage }) => usage?.sample.receivedBytes,
  ],
  [
    'container_network_transmit_bytes_total',
    'counter',
    'Bytes sent on all interfaces.',
    ({ usage }) => usage?.sample.sentBytes,
  ],
  ['container_processes', 'gauge', 'Processes and threads.', ({ usage }) => usage?.sample.pids],
];

/** The containers' metrics. `name` is the instance's name within the stack, the same on every engine. */
export function containerFamilies(all: readonly Known[]): readonly Family[] {
  const labelled = all.map((known) => {
    const { service, instance, image } = known.instance;
    return { known, labels: { service, name: instance, image } };
  });
  return FAMILIES.map(([name, type, help, read]) => ({
    name,
    type,
    help,
    samples: labelled.flatMap(({ known, labels }): readonly Sample[] => {
      const value = read(known);
      return value === undefined ? [] : [{ labels, value }];
    }),
  }));
}

/** Whether its processes exist: a paused container is frozen, not gone. */
export const isAlive = ({ state }: Instance): boolean => state === 'running' || state === 'paused';

function health({ instance }: Known): number | undefined {
  return instance.health === undefined || !isAlive(instance) ? undefined : Number(instance.health === 'healthy');
}

/** One series for each instance that should exist. */
export const desiredFamily = (instances: readonly { readonly name: string; readonly service: string }[]): Family => ({
  name: 'supops_service_desired',
  help: 'An instance of the service should exist.',
  type: 'gauge',
  samples: instances.map(({ service, name }) => ({ labels: { service, name }, value: 1 })),
});
