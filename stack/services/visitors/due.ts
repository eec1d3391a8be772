import type { Milliseconds } from '../../../core/time.js';
import type { Load } from '../contracts.js';
import { makePacer, type Pacer } from './pacer.js';
import { rateAt } from './shape.js';

/** Says which paths are due to be requested since it was last asked. */
export type Due = (load: Load, now: Milliseconds) => readonly string[];

/** What is due of loads that follow one another: the paths in turn at the load's rate, and those that are requested once in a while. */
export function makeDue(monotonic: () => Milliseconds): Due {
  const main = makePacer(monotonic);
  const others = new Map<string, Pacer>();
  let turn = 0;
  return (load, now) => {
    const alive = now < load.endsAt;
    const count = main.due(alive ? rateAt(load, now) : 0);
    const inTurn = Array.from({ length: count }, () => load.paths[turn++ % load.paths.length] as string);
    const also = (alive && load.also) || [];
    for (const path of others.keys()) if (!also.some((other) => other.path === path)) others.delete(path);
    const regular = also.flatMap(({ path, everyMs }) => {
      const pacer = others.get(path) ?? makePacer(monotonic);
      others.set(path, pacer);
      return Array.from({ length: pacer.due(1_000 / everyMs) }, () => path);
    });
    return [...inTurn, ...regular];
  };
}
