import type { Milliseconds } from '../../core/time.js';

/** Something about the system that holds or does not. */
export type Condition = HttpCondition | PromqlCondition | QuietCondition | ResolvedCondition;

/** A service answers a request with a status, in time. */
export interface HttpCondition {
  readonly kind: 'http';
  readonly service: string;
  /** Path and query: `/api/products?limit=1`. */
  readonly path: string;
  readonly status: number;
  readonly withinMs: Milliseconds;
}

/** Every value that a query answers is within bounds. */
export interface PromqlCondition {
  readonly kind: 'promql';
  /** As for production: its ranges shrink with the stack, as those of the rules do. */
  readonly query: string;
  readonly equals?: number;
  /** How far from `equals` a value may be. */
  readonly tolerance?: number;
  readonly min?: number;
  readonly max?: number;
}

/** No alert is pending or firing but those that are always on, describe the machine, or are allowed. */
export interface QuietCondition {
  readonly kind: 'quiet';
}

/** No alert of that name is pending or firing. */
export interface ResolvedCondition {
  readonly kind: 'resolved';
  readonly alert: string;
}

/** What one look at a condition found. A question without a clear answer is unknown: it never counts as holding. */
export interface Reading {
  readonly state: 'holds' | 'fails' | 'unknown';
  /** What was seen: `HTTP 503 after 12 ms`. */
  readonly value: string;
}

/** A condition that ends the run: as soon as it holds (`when`), or as soon as it does not (`unless`). */
export interface AbortCondition {
  readonly on: 'when' | 'unless';
  readonly condition: Condition;
}
