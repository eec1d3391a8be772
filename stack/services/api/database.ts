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

/** Statements against the shop. Every failure rejects with `DatabaseUnavailable` in at most 3.5 s, or the given limit plus 1.5 s. */
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

const CONNECT_TIMEOUT_MS: Milliseconds = 1_000;
/** For a connection of the pool, connecting included. */
const ACQUIRE_TIMEOUT_MS: Milliseconds = 1_500;
const QUERY_TIMEOUT_MS: Milliseconds = 2_000;
const CONNECTIONS = 10;

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

  const acquire = async (): Promise<PoolConnection> => {
    waiting += 1;
    try {
      // Whoever comes too late for a connection gives it back.
      return await within(pool.getConnection(), ACQUIRE_TIMEOUT_MS, 'no connection', (late) => late.release());
    } finally {
      waiting -= 1;
    }
  };

  const run = async <T>(
    statement: (connection: PoolConnection) => Promise<T>,
    limitMs: Milliseconds = QUERY_TIMEOUT_MS,
  ): Promise<T> => {
    try {
      const connection = await acquire();
      used += 1;
      try {
        const result = await within(statement(connection), limitMs, 'no answer to the query');
        connection.release();
        return result;
      } catch (error) {
        // Its answer may still come, or it is broken: nobody else may get it.
        connection.destroy();
        throw error;
      } finally {
        used -= 1;
      }
    } catch (error) {
      throw new DatabaseUnavailable(error);
    }
  };

  return {
    rows: (sql, values = [], limitMs) =>
      run(async (connection) => (await connection.query<RowDataPacket[]>(sql, [...values]))[0] as never, limitMs),
    execute: (sql, values) => run(async (connection) => (await connection.query<ResultSetHeader>(sql, [...values]))[0]),
    poolState: () => ({ used, free: freeConnections(pool), waiting }),
    close: () => pool.end(),
  };
}

/** mysql2 does not expose how many connections are idle; its queue of them is the only source. */
function freeConnections(pool: Pool): number {
  const { _freeConnections } = pool.pool as unknown as { readonly _freeConnections?: { readonly length: number } };
  return _freeConnections?.length ?? 0;
}
