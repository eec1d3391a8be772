import type { Milliseconds } from '../../../core/time.js';

/** What supops sends to an agent: one JSON document per line on its standard input. */
export type AgentCommand =
  /** Make the fault; undone `ttlMs` after this command at the latest. */
  | { readonly type: 'apply'; readonly ttlMs: Milliseconds; readonly args: unknown }
  /** Say what the fault has done so far. */
  | { readonly type: 'effect' }
  /** Undo, and end. */
  | { readonly type: 'undo' }
  /** Remove what a dead agent of the same id left, and end. */
  | { readonly type: 'clean'; readonly args: unknown };

/** What an agent replies: one JSON document per line on its standard output. */
export type AgentReply =
  | { readonly type: 'ready'; readonly facts: Facts }
  | { readonly type: 'unable'; readonly reason: string }
  | { readonly type: 'applied' }
  | { readonly type: 'failed'; readonly reason: string }
  | ({ readonly type: 'effect' } & Effect)
  | ({ readonly type: 'undone' } & Cleanness);

/** What an agent found out about its place, and which mechanism it will use: `{ "mechanism": "iptables-nft" }`. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** What a fault has done to its victim so far. */
export interface Effect {
  /** It has had an effect that was measured. */
  readonly touched: boolean;
  /** What was measured: `214 packets dropped`. */
  readonly evidence: string;
}

/** What is left of a fault. */
export interface Cleanness {
  /** Nothing is left, as read back. */
  readonly clean: boolean;
  readonly detail: string;
}
