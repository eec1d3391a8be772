import type { Milliseconds } from '../../../core/time.js';
import type { Load } from '../contracts.js';
import { makePacer } from './pacer.js';

/** Often enough that requests are spread over the second, seldom enough that an idle visitor costs nothing. */
const TICK_MS: Milliseconds = 200;

/** What traffic is made of. */
export interface TrafficParts {
  readonly target: string;
  readonly load: () => Load;
  readonly visit: (url: string) => void;
}

/** Sends requests at the load's rate to its paths in turn while the load lives. @returns what ends it. */
export function startTraffic({ target, load, visit }: TrafficParts): () => void {
  const pacer = makePacer(() => performance.now());
  let turn = 0;
  const timer = setInterval(() => {
    const { rate, paths, endsAt } = load();
    for (let due = pacer.due(Date.now() < endsAt ? rate : 0); due > 0; due -= 1) {
      visit(`${target}${paths[turn % paths.length]}`);
      turn += 1;
    }
  }, TICK_MS);
  return () => clearInterval(timer);
}
