import type { Milliseconds } from '../../core/time.js';
import type { LoadRecord } from '../../stack/services/contracts.js';
import { linesOf, type View } from './view.js';

/** What visitors saw in one stretch of the run. */
export interface LoadWindow {
  readonly name: string;
  readonly records: readonly LoadRecord[];
  readonly requests: number;
  readonly failed: number;
  readonly slow: number;
  /** The worst second's 95th percentile. */
  readonly worstP95Ms?: Milliseconds;
}

/** The stretch in which users were affected. */
export interface Affected {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  readonly firstSecondEnds: Milliseconds;
  readonly requests: number;
  readonly failed: number;
  readonly slow: number;
}

/** All per-second records, each second once, in order. */
export function loadRecords(view: View): readonly LoadRecord[] {
  const bySecond = new Map(linesOf(view, 'load').map((line) => [line.record.second, line.record]));
  return [...bySecond.values()].toSorted((a, b) => a.second - b.second);
}

/**
 * The records before, during and after the fault. The second in which the fault came and the one in which the repair came count as during:
 * a second is the finest that visitors record.
 */
export function loadWindows(view: View): readonly LoadWindow[] {
  const records = loadRecords(view);
  const { injectedAt, undoneAt } = view;
  if (injectedAt === undefined) return [windowOf('Whole run', records)].filter(({ requests }) => requests > 0);
  const first = Math.floor(injectedAt / 1_000);
  const last = undoneAt === undefined ? Number.POSITIVE_INFINITY : Math.floor(undoneAt / 1_000);
  return [
    windowOf(
      'Before the fault',
      records.filter(({ second }) => second < first),
    ),
    windowOf(
      'During the fault',
      records.filter(({ second }) => second >= first && second <= last),
    ),
    windowOf(
      'After the repair',
      records.filter(({ second }) => second > last),
    ),
  ].filter(({ requests }) => requests > 0);
}

/**
 * From the first second after the injection that was worse than every second before it to the last one; absent where there was none. Worse
 * means more failed or more slow requests: what users met already before the fault is not its impact.
 */
export function affected(view: View): Affected | undefined {
  const { injectedAt } = view;
  if (injectedAt === undefined) return undefined;
  const start = Math.floor(injectedAt / 1_000);
  const records = loadRecords(view);
  const before = records.filter(({ second }) => second < start);
  const usual = { failed: most(before.map(({ failed }) => failed)), slow: most(before.map(({ slow }) => slow)) };
  const after = records.filter(({ second }) => second >= start);
  const isWorse = ({ failed, slow }: LoadRecord) => failed > usual.failed || slow > usual.slow;
  const [first, last] = [after.find(isWorse), after.findLast(isWorse)];
  if (!first || !last) return undefined;
  const span = after.filter(({ second }) => second >= first.second && second <= last.second);
  return {
    // The fault's own second began before the fault.
    from: Math.max(first.second * 1_000, injectedAt),
    to: (last.second + 1) * 1_000,
    firstSecondEnds: (first.second + 1) * 1_000,
    requests: sum(span.map(({ requests }) => requests)),
    failed: sum(span.map(({ failed }) => failed)),
    slow: sum(span.map(({ slow }) => slow)),
  };
}

/** Moment after the repair from which on users were served as before the fault. */
export function usersRecoveredAt(view: View): Milliseconds | undefined {
  const { undoneAt } = view;
  const end = affected(view)?.to;
  if (undoneAt === undefined || end === undefined) return undefined;
  // Good again only if a later second says so.
  return loadRecords(view).some(({ second, requests }) => second * 1_000 >= end && requests > 0) ? end : undefined;
}

function windowOf(name: string, records: readonly LoadRecord[]): LoadWindow {
  const p95 = records.filter(({ requests }) => requests > 0).map(({ p95Ms }) => p95Ms);
  return {
    name,
    records,
    requests: sum(records.map(({ requests }) => requests)),
    failed: sum(records.map(({ failed }) => failed)),
    slow: sum(records.map(({ slow }) => slow)),
    ...(p95.length === 0 ? {} : { worstP95Ms: Math.max(...p95) }),
  };
}

const most = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), 0);
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
