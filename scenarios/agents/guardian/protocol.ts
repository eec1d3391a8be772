import type { Milliseconds } from '../../../core/time.js';
import type { UndoRecord } from '../../model/fault.js';

/** What supops sends to the guardian: one JSON document per line on its standard input. */
export type GuardianCommand =
  /** Take over this undo list, replacing any earlier one. Executed at end of input, or `ttlMs` after this command. */
  | { readonly type: 'arm'; readonly ttlMs: Milliseconds; readonly records: readonly UndoRecord[] }
  /** Everything was undone and verified: exit without doing anything. */
  | { readonly type: 'release' };

/** What the guardian replies: one JSON document per line on its standard output. */
export type GuardianReply =
  | { readonly type: 'ready' }
  | { readonly type: 'armed'; readonly records: number }
  | { readonly type: 'released' }
  | { readonly type: 'undoing'; readonly reason: 'end of input' | 'time to live' | 'signal' }
  | { readonly type: 'undone'; readonly detail: string }
  | { readonly type: 'dirty'; readonly detail: string };
