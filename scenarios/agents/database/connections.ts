import type { Milliseconds } from '../../../core/time.js';
import type { Act } from './act.js';
import type { Session } from './sessions.js';

/** How often the agent tries to take a connection that has become free: often enough that nobody else gets many. */
const RETRY_MS: Milliseconds = 200;

/** As the server calls it when all connections are taken (ER_CON_COUNT_ERROR). */
const TOO_MANY = 1040;

/**
 * Takes connections until the server refuses, or as many as are asked for, and takes again what becomes free.
 * @param count how many to hold; absent: all
 */
export async function holdConnections(
  open: () => Promise<Session>,
  { count = Number.POSITIVE_INFINITY }: { readonly count?: number | undefined },
): Promise<Act> {
  const held = new Set<Session>();
  let refused = 0;
  let ended = false;
  // Takes one; false if the server has none to give.
  const take = async (): Promise<boolean> => {
    try {
      const session = await open();
      held.add(session);
      session.on('end', () => held.delete(session));
      return true;
    } catch (error) {
      if ((error as { errno?: number }).errno !== TOO_MANY) throw error;
      refused += 1;
      return false;
    }
  };
  const fill = async () => {
    while (!ended && held.size < count && (await take()));
  };
  await fill();
  let filling: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    filling = filling.then(fill).catch(() => {});
  }, RETRY_MS);
  return {
    effect: () => ({
      touched: held.size > 0 && (refused > 0 || held.size >= count),
      evidence: `${held.size} connections held, ${refused} more refused by the server`,
    }),
    end: async () => {
      ended = true;
      clearInterval(timer);
      await filling;
      await Promise.all([...held].map((session) => session.end().catch(() => session.destroy())));
      held.clear();
    },
  };
}
