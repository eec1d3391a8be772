import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, isIPv6, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../../../../core/time.js';
import type { Effect } from '../../runtime/protocol.js';
import type { ProxyAct } from '../args.js';
import { createResolver } from '../dns/resolver.js';
import { createForwarder } from '../forward/forward.js';
import { createHttpProxy } from '../http/http.js';
import type { Listening, WorkerQuestion, WorkerReply } from './messages.js';

/** How long connections may take to end by themselves once they are released. */
const GRACE_MS: Milliseconds = 30;

/** What a worker does with what arrives. */
interface Work {
  open(listening: Listening): Server | UdpSocket;
  effect(): Effect;
  close(): Promise<void>;
}

/**
 * The life of a worker: it reads what others send, and so runs as a user of its own without any capability, while the agent, which may change rules, reads
 * none of it.
 * @returns answers one question after another
 */
export function createWorker(): (question: WorkerQuestion) => Promise<WorkerReply> {
  let work: Work | undefined;
  return async (question) => {
    switch (question.type) {
      case 'begin':
        work = begin(question.act);
        return {};
      case 'listen': {
        if (work === undefined) return { failed: 'it was not told what to do' };
        const { open } = work;
        return { ports: await Promise.all(question.listeners.map((one) => listen(open(one), one.at))) };
      }
      case 'effect':
        return { effect: work?.effect() ?? { touched: false, evidence: 'nothing was done' } };
      case 'close':
        await work?.close();
        return {};
    }
  };
}

function begin(act: ProxyAct): Work {
  if (act.kind === 'dns') {
    const resolver = createResolver(act);
    return {
      open: ({ protocol, at }) => (protocol === 'udp' ? resolver.udp(isIPv6(at) ? 'udp6' : 'udp4') : resolver.tcp()),
      effect: resolver.effect,
      close: async () => resolver.close(),
    };
  }
  const proxied = act.kind === 'http' ? createHttpProxy(act) : createForwarder(act);
  return {
    open: ({ upstream }) => proxied.server(upstream),
    effect: proxied.effect,
    close: async () => {
      proxied.release();
      await sleep(GRACE_MS);
      proxied.destroy();
    },
  };
}

async function listen(server: Server | UdpSocket, at: string): Promise<number> {
  if ('bind' in server) server.bind(0, at);
  else server.listen({ port: 0, host: at, backlog: 1024 });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
