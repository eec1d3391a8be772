import type { AgentBody } from '../runtime/agent.js';
import type { Act } from './act.js';
import { type DatabaseAct, databaseArgs } from './args.js';
import { holdConnections } from './connections.js';
import { lockTables } from './locks.js';
import { type Session, sessions } from './sessions.js';
import { runSlowStatements } from './slow.js';

/** Makes faults that last as long as sessions do: when this process ends, the server takes back what they held. */
export function databaseAgent(): AgentBody {
  let act: Act | undefined;
  return {
    probe: async () => ({ mechanism: 'sessions of the database' }),
    apply: async (given) => {
      const args = databaseArgs.parse(given);
      act = await begin(sessions(args), args.act);
    },
    effect: async () => act?.effect() ?? { touched: false, evidence: 'nothing was done' },
    undo: async () => {
      await act?.end();
      act = undefined;
      return { clean: true, detail: 'the sessions of the fault are closed' };
    },
  };
}

function begin(open: () => Promise<Session>, act: DatabaseAct): Promise<Act> {
  switch (act.kind) {
    case 'connections':
      return holdConnections(open, act);
    case 'locks':
      return lockTables(open, act);
    case 'slow':
      return runSlowStatements(open, act);
  }
}
