import type { Milliseconds } from '../../../core/time.js';
import type { Load } from '../contracts.js';
import { makeDue } from './due.js';

/** Often enough that requests are spread over the second, seldom enough that an idle visitor costs nothing. */
const TICK_MS: Milliseconds = 200;

/** What traffic is made of. */
export interface TrafficParts {
  readonly target: string;
  readonly load: () => Load;
  readonly visit: (url: string) => void;
}

/** Sends the requests that are due. @returns what ends it. */
export function startTraffic({ target, load, visit }: TrafficParts): () => void {
  const due = makeDue(() => performance.now());
  const timer = setInterval(() => {
    for (const path of due(load(), Date.now())) visit(`${target}${path}`);
  }, TICK_MS);
  return () => clearInterval(timer);
}
