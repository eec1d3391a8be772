import autocannon from 'autocannon';
import { z } from 'zod';
import type { AgentBody } from '../runtime/agent.js';

/** What the load agent is told. */
export const loadArgs = z.object({
  port: z.number(),
  paths: z.array(z.string()).min(1),
  /** Requests a second, all connections together. */
  rate: z.number(),
  connections: z.number(),
});

/** Sends requests to the victim from its own network, at a steady rate, until it is ended. */
export function loadAgent(): AgentBody {
  let running: autocannon.Instance | undefined;
  let answered = 0;
  let failed = 0;
  return {
    probe: async () => ({ mechanism: 'requests from the network of the victim' }),
    apply: async (given) => {
      const { port, paths, rate, connections } = loadArgs.parse(given);
      running = autocannon(
        {
          url: `http://127.0.0.1:${port}`,
          requests: paths.map((path) => ({ method: 'GET', path })),
          connections,
          overallRate: rate,
          // The end comes with that of the agent, at its time to live at the latest.
          duration: 24 * 3_600,
          timeout: 10,
        },
        () => {},
      );
      running.on('response', () => {
        answered += 1;
      });
      running.on('reqError', () => {
        failed += 1;
      });
    },
    effect: async () => ({ touched: answered > 0, evidence: `${answered} requests answered, ${failed} without an answer` }),
    undo: async () => {
      running?.stop();
      running = undefined;
      return { clean: true, detail: 'the load has ended' };
    },
  };
}
