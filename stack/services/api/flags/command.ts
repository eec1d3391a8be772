import { request } from 'node:http';
import type { Milliseconds } from '../../../../core/time.js';

/** Where the admin port is, and its token. */
export interface AdminAccess {
  readonly port: number;
  readonly token: string;
}

/** An event loop that is kept busy answers late. */
const TIMEOUT_MS: Milliseconds = 4_000;

/**
 * Carries out `get`, `set <json>` or `clear [<flag> …]` at the admin port of the same instance.
 * @returns the flags that are set then, as JSON
 * @throws Error with the reason, if the command is not one or was refused
 */
export async function runFlagsCommand(access: AdminAccess, [verb, ...args]: readonly string[]): Promise<string> {
  switch (verb) {
    case 'get':
      return ask(access, { method: 'GET', path: '/flags' });
    case 'set':
      return ask(access, { method: 'PUT', path: '/flags', body: args[0] ?? '' });
    case 'clear': {
      const names = new URLSearchParams(args.map((name): [string, string] => ['name', name]));
      return ask(access, { method: 'DELETE', path: `/flags?${names}` });
    }
    default:
      throw new Error("expected get, set '<json>' or clear [<flag> …]");
  }
}

interface Question {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

function ask({ port, token }: AdminAccess, { method, path, body }: Question): Promise<string> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const onError = (error: Error) =>
      reject(signal.aborted ? new Error(`no answer of the admin port within ${TIMEOUT_MS} ms`) : error);
    const headers = { authorization: `Bearer ${token}`, connection: 'close' };
    const asked = request({ host: '127.0.0.1', port, path, method, headers, signal }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.on('error', onError);
      answer.on('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(`refused: ${text}`))));
    });
    asked.on('error', onError);
    asked.end(body);
  });
}
