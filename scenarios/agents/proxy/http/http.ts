import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpAct } from '../args.js';
import { upstreamOf } from '../forward/forward.js';
import type { Proxied, Upstream } from '../worker/messages.js';
import { everyNth, matches } from './choose.js';

/** Forwards HTTP requests, of which it delays some or answers them in the victim's place. */
export function createHttpProxy(act: HttpAct): Proxied {
  const isChosen = everyNth(act.percent);
  const sockets = new Set<Socket>();
  let seen = 0;
  let changed = 0;

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse, upstream: Upstream) => {
    seen += 1;
    if (matches(act, incoming.method ?? '', incoming.url ?? '') && isChosen()) {
      changed += 1;
      if (act.delayMs > 0) await sleep(act.delayMs);
      if (act.status !== undefined) {
        incoming.resume();
        outgoing.writeHead(act.status, { 'content-type': 'text/plain' }).end('answered by supops in place of this service\n');
        return;
      }
    }
    pass(incoming, outgoing, upstream);
  };

  return {
    server: (upstream) => {
      // The limits are the victim's own, behind this.
      const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 60_000, noDelay: true });
      server.on('request', (incoming, outgoing) => void serve(incoming, outgoing, upstream));
      server.on('upgrade', (incoming, socket: Socket, head) => passUpgrade(incoming, { socket, head }, upstream));
      server.on('clientError', (_, socket) => socket.destroy());
      server.on('connection', (socket: Socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
      });
      return server;
    },
    effect: () => ({ touched: changed > 0, evidence: `${changed} of ${seen} requests changed` }),
    release: () => {
      for (const socket of sockets) socket.end();
    },
    destroy: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

// About one hop only: each side of this proxy has its own.
const HOP = new Set(['connection', 'keep-alive', 'proxy-connection']);

/** Headers as they came, in order and spelling, but for those about one connection. */
function headersOf({ rawHeaders }: IncomingMessage): string[] {
  const pairs = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && !HOP.has(name.toLowerCase()) ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
  return pairs.flat();
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, upstream: Upstream): void {
  // A connection for each request: one that is kept may be closed by the victim just as it is used.
  const own = request({
    ...upstreamOf(incoming.socket, upstream),
    method: incoming.method,
    path: incoming.url,
    headers: headersOf(incoming) as never,
    agent: false,
    setHost: false,
  });
  own.on('response', (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, headersOf(answer));
    answer.pipe(outgoing);
    answer.on('error', () => incoming.socket.destroy());
  });
  // As the client would have seen it: no answer, not an answer of ours.
  own.on('error', () => incoming.socket.destroy());
  outgoing.on('close', () => own.destroy());
  incoming.on('error', () => {});
  incoming.pipe(own);
}

function passUpgrade(incoming: IncomingMessage, { socket, head }: { socket: Socket; head: Buffer }, upstream: Upstream): void {
  const server = connect({ ...upstreamOf(socket, upstream), noDelay: true });
  const lines = incoming.rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${incoming.rawHeaders[index + 1] ?? ''}`] : [],
  );
  server.write(`${incoming.method} ${incoming.url} HTTP/${incoming.httpVersion}\r\n${lines.join('\r\n')}\r\n\r\n`);
  server.write(head);
  server.pipe(socket).pipe(server);
  server.on('error', () => socket.destroy());
  socket.on('error', () => server.destroy());
  socket.on('close', () => server.destroy());
}
