import type { Server } from 'node:net';
import type { Cleanness, Effect } from '../../runtime/protocol.js';
import type { ProxyAct } from '../args.js';

/** Whose place a listener takes. */
export interface Upstream {
  readonly side: 'to' | 'from';
  /** Absent: the address at which a connection arrives. */
  readonly host?: string;
  readonly port: number;
}

/** A listener that is wanted. */
export interface Listening {
  readonly protocol: 'tcp' | 'udp';
  /** Address to listen at. */
  readonly at: string;
  readonly upstream: Upstream;
}

/** What the agent asks of its worker; each question is answered by one reply, in order. */
export type WorkerQuestion =
  | { readonly type: 'begin'; readonly act: ProxyAct }
  /** Answered with the ports, in the same order. */
  | { readonly type: 'listen'; readonly listeners: readonly Listening[] }
  | { readonly type: 'effect' }
  /** Passes on what is on its way, and closes every connection. */
  | { readonly type: 'close' };

/** What the worker answers. */
export interface WorkerReply {
  readonly ports?: readonly number[];
  readonly effect?: Effect;
  readonly failed?: Cleanness['detail'];
}

/** One way to deal with connections. */
export interface Proxied {
  /** A server that takes the place of another one. */
  server(upstream: Upstream): Server;
  effect(): Effect;
  /** Ends all connections once what is on its way has passed. */
  release(): void;
  destroy(): void;
}
