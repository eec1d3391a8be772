import type { Milliseconds } from '../../../core/time.js';
import type { Act } from './act.js';
import type { Session } from './sessions.js';

/** More rounds of the hash than any server computes within the time of a statement. */
const ENDLESS = 1e12;

/** As the server calls it when a statement has used up its time (ER_STATEMENT_TIMEOUT). */
const TIME_IS_UP = 1969;

/**
 * Runs statements that burn the server's CPU for their whole time, one after another in each session. The server itself ends them when their time is up, so that
 * none outlasts this program by more than that.
 */
export async function runSlowStatements(
  open: () => Promise<Session>,
  { sessions, statementMs }: { readonly sessions: number; readonly statementMs: Milliseconds },
): Promise<Act> {
  const own = await Promise.all(Array.from({ length: sessions }, open));
  let finished = 0;
  let ended = false;
  const statement = `SET STATEMENT max_statement_time = ${statementMs / 1_000} FOR SELECT BENCHMARK(${ENDLESS}, SHA2('slow', 512))`;
  const run = async (session: Session) => {
    while (!ended) {
      await session.query(statement).catch((error) => {
        if ((error as { errno?: number }).errno !== TIME_IS_UP) throw error;
      });
      finished += 1;
    }
  };
  for (const session of own) run(session).catch(() => {});
  return {
    effect: () => ({ touched: finished > 0, evidence: `${finished} statements of ${statementMs} ms in ${sessions} sessions` }),
    end: async () => {
      ended = true;
      for (const session of own) session.destroy();
    },
  };
}
