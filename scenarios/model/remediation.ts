import type { Milliseconds } from '../../core/time.js';
import type { Condition } from './condition.js';
import type { Target } from './fault.js';

/** One step of the repair. */
export type RemediationStep =
  | { readonly kind: 'undo' /** Id of a fault; absent: all of them. */; readonly fault?: string }
  | { readonly kind: 'restart'; readonly target: Target }
  /** Runs the command for administration that the service's instances declare, with these arguments. */
  | { readonly kind: 'admin'; readonly target: Target; readonly command: readonly string[] }
  | { readonly kind: 'wait'; readonly condition: Condition; readonly withinMs: Milliseconds };
