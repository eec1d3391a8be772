import type { FlowArgs } from './args.js';
import type { Flow } from './rules/model.js';
import { createPeers, keyOf } from './tables/peers.js';

/** How often the addresses of peers are looked up. */
const REFRESH_MS = 1_000;

/** Flows whose peers are looked up, and kept up to date. */
export interface FlowWatch {
  flows(): readonly Flow[];
  /** Looks again from time to time, and calls back when there is something new. */
  watch(onChange: () => Promise<void>): void;
  /** Ends it; resolves when a change that is being dealt with is over. */
  stop(): Promise<void>;
}

/** Looks up the peers of flows. Rejects if one of them has no address. */
export async function watchFlows(given: readonly FlowArgs[]): Promise<FlowWatch> {
  const peers = createPeers(given.flatMap(({ names }) => (names ? [names] : [])));
  await peers.refresh();
  const unknown = given.find(({ names, optional }) => names && !optional && !peers.known.has(keyOf(names)));
  if (unknown?.names) throw new Error(`no address is known here for ${unknown.names.join(' or ')}`);
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<unknown> = Promise.resolve();
  return {
    flows: () =>
      given.map(({ side, names, ports }) => ({
        side,
        ...(names && { addresses: peers.known.get(keyOf(names)) ?? [] }),
        ...(ports && { ports }),
      })),
    watch: (onChange) => {
      let busy = false;
      timer = setInterval(() => {
        if (busy) return;
        busy = true;
        working = peers
          .refresh()
          .then((changed) => (changed && timer ? onChange() : undefined))
          .catch(() => {})
          .finally(() => {
            busy = false;
          });
      }, REFRESH_MS);
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      await working;
    },
  };
}
