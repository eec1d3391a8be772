import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../../../core/time.js';
import type { Act } from './act.js';
import type { Session } from './sessions.js';

/** Which tables are locked, and in which rhythm. */
export interface LockPlan {
  /** `schema.table`; empty: every table of every schema that is not the server's own. */
  readonly tables: readonly string[];
  /** Absent: without a break. */
  readonly holdMs?: Milliseconds | undefined;
  readonly pauseMs: Milliseconds;
}

const ALL_TABLES = `SELECT CONCAT(table_schema, '.', table_name) AS name FROM information_schema.tables
  WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')`;

/** Sessions other than this agent's own that wait for a lock. */
const WAITING = `SELECT COUNT(*) AS waiting FROM information_schema.processlist
  WHERE id <> CONNECTION_ID() AND state LIKE 'Waiting for table%lock'`;

/**
 * Locks tables for writing, so that every other statement on them waits. With `holdMs` the lock is held by a statement that takes that long, as a
 * migration would, and given up for `pauseMs` in between: what waits is late and succeeds.
 */
export async function lockTables(open: () => Promise<Session>, { tables, holdMs, pauseMs }: LockPlan): Promise<Act> {
  const [holder, watcher] = await Promise.all([open(), open()]);
  const names = tables.length > 0 ? tables : await allTables(watcher);
  if (names.length === 0) throw new Error('there is no table to lock');
  const lock = `LOCK TABLES ${names.map((name) => `${quote(name)} WRITE`).join(', ')}`;
  const ended = new AbortController();
  let rounds = 0;
  let waited = 0;
  await holder.query(lock);
  const rhythm = async () => {
    while (!ended.signal.aborted && holdMs !== undefined) {
      await holder.query('DO SLEEP(?)', [holdMs / 1_000]);
      rounds += 1;
      await holder.query('UNLOCK TABLES');
      await sleep(pauseMs, undefined, { signal: ended.signal });
      await holder.query(lock);
    }
  };
  const watch = async () => {
    while (!ended.signal.aborted) {
      const [rows] = await watcher.query(WAITING);
      waited = Math.max(waited, Number((rows as { waiting: number }[])[0]?.waiting ?? 0));
      await sleep(100, undefined, { signal: ended.signal });
    }
  };
  rhythm().catch(() => {});
  watch().catch(() => {});
  return {
    effect: () => ({
      touched: waited > 0,
      evidence: `${names.join(', ')} locked${rounds > 0 ? ` ${rounds + 1} times` : ''}, up to ${waited} sessions waiting`,
    }),
    end: async () => {
      ended.abort();
      // A statement that sleeps is not interrupted by the end of its connection: the lock would outlast it.
      await watcher.query('KILL ?', [holder.threadId]).catch(() => {});
      holder.destroy();
      await watcher.end().catch(() => watcher.destroy());
    },
  };
}

async function allTables(session: Session): Promise<readonly string[]> {
  const [rows] = await session.query(ALL_TABLES);
  return (rows as { name: string }[]).map(({ name }) => name);
}

/** `shop.orders` as an identifier: each part in backticks, of which none may be in it (the schema of the scenario sees to that). */
const quote = (name: string): string =>
  name
    .split('.')
    .map((part) => `\`${part}\``)
    .join('.');
