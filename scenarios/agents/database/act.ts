import type { Effect } from '../runtime/protocol.js';

/** What holds a database fault in place, until it is ended. */
export interface Act {
  effect(): Effect;
  /** Closes every session; with them ends what they held. */
  end(): Promise<void>;
}
