import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server answers, whatever it is asked. */
export interface HostileAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly location?: string;
  readonly body?: string | Uint8Array;
  /**
   * `late`: nothing for a minute. `trickle`: the answer byte by byte, without an end. `endless`: as fast as it is read, without an end. `cut`: half of what is
   * announced. `reset`: the connection breaks.
   */
  readonly how?: 'plain' | 'late' | 'trickle' | 'endless' | 'cut' | 'reset';
}

/** A real server on loopback. */
export interface HostileServer {
  readonly url: URL;
  answer: HostileAnswer;
  close(): Promise<void>;
}

/** Starts it. */
export async function startHostileServer(answer: HostileAnswer = {}): Promise<HostileServer> {
  const stop = new AbortController();
  const server = createServer((_request, response) => reply(response, hostile.answer, stop.signal));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hostile: HostileServer = {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    answer,
    close: async () => {
      stop.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return hostile;
}

function reply(response: ServerResponse, answer: HostileAnswer, stop: AbortSignal): void {
  const { status = 200, type = 'application/json', body = '', how = 'plain', location } = answer;
  const headers = { 'content-type': type, ...(location === undefined ? {} : { location }) };
  response.on('error', () => {});
  if (how === 'reset') response.destroy();
  if (how === 'plain') response.writeHead(status, headers).end(body);
  if (how === 'cut') {
    response.writeHead(status, { ...headers, 'content-length': 2 * Buffer.byteLength(body) + 2 }).write(body);
    setTimeout(() => response.destroy(), 20).unref();
  }
  if (how === 'trickle') {
    response.writeHead(status, headers).write(`${body.toString()} `);
    const timer = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(timer));
    stop.addEventListener('abort', () => clearInterval(timer));
  }
  if (how === 'endless') {
    response.writeHead(status, headers);
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const more = () => {
      while (!response.destroyed && !stop.aborted && response.write(chunk));
    };
    response.on('drain', more);
    more();
  }
}
