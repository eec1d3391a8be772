import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Family } from './exposition.js';

/** How late this program was with what it had to do: on a machine whose cores are taken, everything else is late as well. */
export interface EventLoopWatch {
  /** Since the last call. Without samples if nothing was measured since. */
  families(): readonly Family[];
  close(): void;
}

/** Measures the event loop's delay as prom-client does: its names, a resolution of 10 ms (part of each value), reset by each scrape. */
export function watchEventLoop(): EventLoopWatch {
  const delay = monitorEventLoopDelay();
  delay.enable();
  return {
    families: () => {
      const families = eventLoopFamilies({
        count: delay.count,
        p50: delay.percentile(50),
        p99: delay.percentile(99),
        max: delay.max,
      });
      delay.reset();
      return families;
    },
    close: () => delay.disable(),
  };
}

/** Delays in nanoseconds. */
export interface Delays {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** The families of measured delays. */
export const eventLoopFamilies = ({ count, ...delays }: Delays): readonly Family[] =>
  Object.entries(delays).map(([statistic, nanoseconds]) => ({
    name: `nodejs_eventloop_lag_${statistic}_seconds`,
    help: `Delay of the event loop, ${statistic}.`,
    type: 'gauge',
    samples: count === 0 ? [] : [{ value: nanoseconds / 1e9 }],
  }));
