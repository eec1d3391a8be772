import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { getServers } from 'node:dns';
import { connect, createServer, isIPv6, type Server, type Socket } from 'node:net';
import type { Effect } from '../../runtime/protocol.js';
import type { DnsAct } from '../args.js';
import { isMeant, questionOf, refusalOf, takeMessage, withLength } from './message.js';

/** A resolver in place of the victim's own. */
export interface Resolver {
  /** To be bound. */
  udp(family: 'udp4' | 'udp6'): UdpSocket;
  tcp(): Server;
  effect(): Effect;
  close(): void;
}

/** How long the victim's own resolver may take. */
const PATIENCE_MS = 5_000;

/** Answers some questions wrongly, or not at all, and passes on the others. */
export function createResolver({ answer, names }: DnsAct): Resolver {
  const [own = '127.0.0.11'] = getServers();
  const open = new Set<Socket>();
  const udpSockets: UdpSocket[] = [];
  let asked = 0;
  let changed = 0;

  // The reply; `undefined` for none, and 'pass' for a question that is not meant.
  const decide = (query: Buffer): Buffer | undefined | 'pass' => {
    asked += 1;
    const question = questionOf(query);
    if (question === undefined || !isMeant(question.name, names)) return 'pass';
    changed += 1;
    return answer === 'timeout' ? undefined : refusalOf(query, question, answer);
  };

  return {
    udp: (type) => {
      const socket = createSocket({ type });
      udpSockets.push(socket);
      socket.on('error', () => {});
      socket.on('message', (query, { address, port }) => {
        const reply = (message: Buffer) => socket.send(message, port, address, () => {});
        const decided = decide(query);
        if (decided === 'pass') askUdp(own, query, reply);
        else if (decided) reply(decided);
      });
      return socket;
    },
    tcp: () =>
      createServer((client) => {
        open.add(client);
        client.on('close', () => open.delete(client)).on('error', () => {});
        let stream: Buffer = Buffer.alloc(0);
        client.on('data', (data: Buffer) => {
          stream = Buffer.concat([stream, data]);
          for (let taken = takeMessage(stream); taken; taken = takeMessage(stream)) {
            stream = taken.rest;
            const decided = decide(taken.message);
            if (decided === 'pass') askTcp(own, taken.message, (reply) => client.write(reply));
            else if (decided) client.write(withLength(decided));
          }
        });
      }),
    effect: () => ({ touched: changed > 0, evidence: `${changed} of ${asked} questions answered with ${answer}` }),
    close: () => {
      for (const socket of udpSockets) socket.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function askUdp(server: string, query: Buffer, reply: (message: Buffer) => void): void {
  const socket = createSocket(isIPv6(server) ? 'udp6' : 'udp4');
  const timer = setTimeout(() => socket.close(), PATIENCE_MS);
  socket.on('message', (message) => {
    clearTimeout(timer);
    socket.close();
    reply(message);
  });
  socket.on('error', () => {});
  socket.send(query, 53, server, () => {});
}

function askTcp(server: string, query: Buffer, reply: (bytes: Buffer) => void): void {
  const socket = connect({ host: server, port: 53 });
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  socket.on('error', () => {});
  socket.end(withLength(query));
  socket.on('data', reply);
}
