import type { Milliseconds } from '../../../core/time.js';

/** Use of resources, for the exporter and the bench. */
export interface Usage {
  /** One sample a second until the signal is aborted or the instance is gone. */
  samples(id: string, signal: AbortSignal): AsyncIterable<UsageSample>;
}

/** What an instance uses at one moment. */
export interface UsageSample {
  readonly time: Milliseconds;
  /** CPU time since start, seconds. */
  readonly cpuSeconds: number;
  /** Working set as cAdvisor counts it: usage minus inactive file pages. */
  readonly memoryWorkingSetBytes: number;
  readonly memoryUsageBytes: number;
  readonly memoryLimitBytes: number;
  readonly throttledPeriods: number;
  readonly cpuPeriods: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly pids: number;
}
