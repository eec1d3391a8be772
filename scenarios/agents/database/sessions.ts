import { type Connection, createConnection } from 'mysql2/promise';
import type { DatabaseArgs } from './args.js';

/** A connection to the database as the account of the faults. */
export type Session = Connection;

/** Opens sessions beside the server; connecting gives up after a second. */
export const sessions =
  ({ port, user, password }: Pick<DatabaseArgs, 'port' | 'user' | 'password'>) =>
  (): Promise<Session> =>
    createConnection({ host: '127.0.0.1', port, user, password, connectTimeout: 1_000 }).then((session) => {
      // A server that ends a session is no reason to end: whoever uses it notices.
      session.on('error', () => {});
      return session;
    });
