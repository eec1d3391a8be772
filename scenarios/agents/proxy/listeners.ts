import { isIPv6 } from 'node:net';
import type { Flow } from '../network/rules/model.js';
import type { Redirect } from '../network/rules/redirects.js';
import type { Listening } from './worker/messages.js';
import type { WorkerClient } from './worker/start.js';

/** The listeners of a worker, each opened when it is first needed. */
export interface Listeners {
  /** What leads the connections of these flows to the proxy. */
  forFlows(flows: readonly Flow[]): Promise<readonly Redirect[]>;
  /** What leads all questions for names to it. */
  forQuestions(): Promise<readonly Redirect[]>;
}

interface Wanted {
  readonly redirect: Omit<Redirect, 'listener'>;
  readonly listening: Listening;
}

/** None is open yet. */
export function createListeners(worker: Pick<WorkerClient, 'ask'>, { ipv6 }: { readonly ipv6: boolean }): Listeners {
  const ports = new Map<string, number>();
  const open = async (wanted: readonly Wanted[]): Promise<readonly Redirect[]> => {
    const missing = new Map(
      wanted.map(({ listening }) => [keyOf(listening), listening] as const).filter(([key]) => !ports.has(key)),
    );
    if (missing.size > 0) {
      const reply = await worker.ask({ type: 'listen', listeners: [...missing.values()] });
      [...missing.keys()].forEach((key, index) => {
        const port = reply.ports?.[index];
        if (port !== undefined) ports.set(key, port);
      });
    }
    return wanted.map(({ redirect, listening }) => {
      const listener = ports.get(keyOf(listening));
      if (listener === undefined) throw new Error(`the proxy does not listen for port ${redirect.port}`);
      return { ...redirect, listener };
    });
  };
  return {
    forFlows: (flows) => open(flows.flatMap((flow) => wantedFor(flow, ipv6))),
    forQuestions: () => open((['udp', 'tcp'] as const).map((protocol) => forQuestions(protocol, ipv6))),
  };
}

const keyOf = (listening: Listening): string => JSON.stringify(listening);

// REDIRECT leads what the victim sends to the loopback address, and what arrives to the address of the interface.
function wantedFor({ side, addresses, ports = [] }: Flow, ipv6: boolean): readonly Wanted[] {
  const protocol = 'tcp';
  if (side === 'to')
    return (addresses ?? []).flatMap((address) =>
      ports.map((port) => ({
        redirect: { side, protocol, address, port },
        listening: { protocol, at: isIPv6(address) ? '::1' : '127.0.0.1', upstream: { side, host: address, port } },
      })),
    );
  const at = ipv6 ? '::' : '0.0.0.0';
  return ports.flatMap((port) => {
    const listening: Listening = { protocol, at, upstream: { side, port } };
    if (addresses === undefined) return [{ redirect: { side, protocol, port }, listening }];
    return addresses.map((address) => ({ redirect: { side, protocol, address, port }, listening }));
  });
}

const forQuestions = (protocol: 'udp' | 'tcp', ipv6: boolean): Wanted => ({
  redirect: { side: 'to', protocol, port: 53 },
  listening: { protocol, at: ipv6 ? '::' : '127.0.0.1', upstream: { side: 'to', port: 53 } },
});
