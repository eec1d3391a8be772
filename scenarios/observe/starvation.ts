import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Milliseconds } from '../../core/time.js';

/** How busy this machine was. */
export interface Starvation {
  readonly eventLoopLagMs: { readonly p99: Milliseconds; readonly max: Milliseconds };
  /** Tasks other than supops that ran, or waited for a CPU or a disk: the mean over the watch, per CPU. */
  readonly loadPerCpu: number;
  /** Share of the time in which something waited for the resource, 0…1; absent if the kernel does not report it. */
  readonly pressure?: Readonly<Record<string, number>>;
}

/** Watches this machine. */
export interface StarvationWatch {
  sofar(): Starvation;
  stop(): void;
}

const SAMPLE_EVERY_MS: Milliseconds = 1_000;
/** A timer that is late by no more than its own resolution is not late. */
const RESOLUTION_MS: Milliseconds = 20;
const RESOURCES = ['cpu', 'io', 'memory'] as const;

/** Watches event-loop delay, running tasks (proc_stat(5)) and pressure stall information (Documentation/accounting/psi.rst) of this machine until it is stopped. */
export function watchStarvation(): StarvationWatch {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const start = { at: performance.now(), stalls: readStalls() };
  const tasks = [tasksAtWork()];
  const timer = setInterval(() => void tasks.push(tasksAtWork()), SAMPLE_EVERY_MS).unref();
  return {
    sofar: () => ({
      eventLoopLagMs: { p99: lag(delay.percentile(99)), max: lag(delay.max) },
      loadPerCpu: Number((mean(tasks) / availableParallelism()).toFixed(2)),
      ...pressureSince(start),
    }),
    stop: () => {
      clearInterval(timer);
      delay.disable();
    },
  };
}

// The histogram counts in nanoseconds and includes the timer's own period.
const lag = (nanoseconds: number): Milliseconds => Math.max(0, Math.round(nanoseconds / 1e6 - RESOLUTION_MS));

/** Not the load average, which covers the last minutes: a build that ended before the run would count, and a CPU hog that just started would not. */
function tasksAtWork(): number {
  const counts = [...readOrEmpty('/proc/stat').matchAll(/^procs_(?:running|blocked) (\d+)/gm)].map(([, count]) =>
    Number(count),
  );
  return counts.length === 0 ? (loadavg()[0] ?? 0) : Math.max(0, counts.reduce((sum, count) => sum + count, 0) - 1);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

type Stalls = ReadonlyMap<string, number>;

function pressureSince({ at, stalls }: { readonly at: Milliseconds; readonly stalls: Stalls }): Pick<Starvation, 'pressure'> {
  const elapsedUs = (performance.now() - at) * 1_000;
  if (stalls.size === 0 || elapsedUs <= 0) return {};
  const now = readStalls();
  const shares = [...stalls].map(([name, before]) => [
    name,
    Number((((now.get(name) ?? before) - before) / elapsedUs).toFixed(3)),
  ]);
  return { pressure: Object.fromEntries(shares) };
}

/** Microseconds in which something waited for each resource, since the machine started. */
function readStalls(): Stalls {
  return new Map(
    RESOURCES.flatMap((resource) => {
      const total = /^some .*\btotal=(\d+)/m.exec(readOrEmpty(`/proc/pressure/${resource}`))?.[1];
      return total === undefined ? [] : [[resource, Number(total)] as const];
    }),
  );
}

// Kernels without pressure stall information, and other systems, have no such files.
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
