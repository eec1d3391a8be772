import type { Milliseconds } from '../../../../core/time.js';
import type { Count, End } from './store.js';

/** Long enough that a slice shows as a lag of the event loop, short enough that a request that needs several turns is answered. */
const PERIOD_MS: Milliseconds = 300;

/** Burns a share of a core on the event loop: once in each period nothing else gets its turn for that share of it. */
export function spin(share: number, count: Count): End {
  let timer: NodeJS.Timeout;
  const slice = () => {
    const until = performance.now() + share * PERIOD_MS;
    while (performance.now() < until);
    count(1);
    timer = setTimeout(slice, (1 - share) * PERIOD_MS);
  };
  timer = setTimeout(slice, 0);
  return () => clearTimeout(timer);
}
