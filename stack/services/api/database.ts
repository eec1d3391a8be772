import { connect } from 'node:net';
import { createPool, type Pool, type PoolConnection, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise';
import type { Milliseconds } from '../../../core/time.js';
import { lookupService } from '../runtime/lookup.js';
import type { DatabaseConfig } from './config.js';
import { within } from './within.js';

/** The database did not answer a statement, for whatever reason: the request cannot be served now. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'DatabaseUnavailable';
  }
}

/** Connections of the pool, by state; `waiting` are requests without one. */
export interface PoolState {
  readonly used: number;
  readonly free: number;
  readonly waiting: number;
}

/** Statements against the shop. Every failure rejects with `DatabaseUnavailable` in at most 4.5 s, or the given limit plus 2.5 s. */
export interface Database {
  /** @param limitMs for a statement that is known to take long */
  rows<T>(sql: string, values?: readonly (string | number)[], limitMs?: Milliseconds): Promise<readonly T[]>;
  execute(
    sql: string,
    values: readonly (string | number)[],
  ): Promise<{ readonly insertId: number; readonly affectedRows: number }>;
  poolState(): PoolState;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS: Milliseconds = 2_000;
/** For a connection of the pool, connecting included. */
const ACQUIRE_TIMEOUT_MS: Milliseconds = 2_500;
const QUERY_TIMEOUT_MS: Milliseconds = 2_000;
const CONNECTIONS = 10;

type Statement<T> = (connection: PoolConnection) => Promise<T>;

interface Limits {
  readonly limitMs?: Milliseconds;
  /** False for what may have been done although its answer got lost. */
  readonly mayRepeat: boolean;
}

/** A connection that lay idle was reset in the meantime, which is noticed only now and says nothing about the database. */
class ResetWhileIdle extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'ResetWhileIdle';
  }
}

const isReset = (error: unknown): boolean =>
  error instanceof Error &&
  ['ECONNRESET', 'EPIPE', 'PROTOCOL_CONNECTION_LOST'].includes((error as NodeJS.ErrnoException).code ?? '');

/** A pool that looks the server up at each connect, so that it finds a database that was stopped, started or replaced. */
export function openDatabase(config: DatabaseConfig): Database {
  const pool = createPool({
    host: config.host,
    port: config.port,
    user: config.user,
    password: config.password,
    database: config.database,
    connectionLimit: CONNECTIONS,
    queueLimit: 100,
    connectTimeout: CONNECT_TIMEOUT_MS,
    stream: () => connect({ host: config.host, port: config.port, lookup: lookupService, noDelay: true, keepAlive: true }),
  });
  let used = 0;
  let waiting = 0;
  /** Connections that have answered before. */
  const idle = new WeakSet<object>();

  const acquire = async (): Promise<PoolConnection> => {
    waiting += 1;
    try {
      // Whoever comes too late for a connection gives it back.
      return await within(pool.getConnection(), ACQUIRE_TIMEOUT_MS, 'no connection', (late) => late.release());
    } finally {
      waiting -= 1;
    }
  };

  const attempt = async <T>(statement: Statement<T>, limitMs: Milliseconds): Promise<T> => {
    const connection = await acquire();
    const wasIdle = idle.delete(connection.connection);
    used += 1;
    try {
      const result = await within(statement(connection), limitMs, 'no answer to the query');
      idle.add(connection.connection);
      connection.release();
      return result;
    } catch (error) {
      // Its answer may still come, or it is broken: nobody else may get it.
      connection.destroy();
      throw wasIdle && isReset(error) ? new ResetWhileIdle(error) : error;
    } finally {
      used -= 1;
    }
  };
  const run = async <T>(statement: Statement<T>, { limitMs = QUERY_TIMEOUT_MS, mayRepeat }: Limits): Promise<T> => {
    for (;;) {
      try {
        return await attempt(statement, limitMs);
      } catch (error) {
        // Each time there is one idle connection less.
        if (!(mayRepeat && error instanceof ResetWhileIdle)) throw new DatabaseUnavailable(error);
      }
    }
  };

  return {
    rows: (sql, values = [], limitMs) =>
      run(async (connection) => (await connection.query<RowDataPacket[]>(sql, [...values]))[0] as never, {
        mayRepeat: true,
        ...(limitMs !== undefined && { limitMs }),
      }),
    execute: (sql, values) =>
      run(async (connection) => (await connection.query<ResultSetHeader>(sql, [...values]))[0], { mayRepeat: false }),
    poolState: () => ({ used, free: freeConnections(pool), waiting }),
    close: () => pool.end(),
  };
}

/** mysql2 does not expose how many connections are idle; its queue of them is the only source. */
function freeConnections(pool: Pool): number {
  const { _freeConnections } = pool.pool as unknown as { readonly _freeConnections?: { readonly length: number } };
  return _freeConnections?.length ?? 0;
}
