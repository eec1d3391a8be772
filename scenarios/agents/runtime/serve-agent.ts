import { createInterface } from 'node:readline';
import { systemClock } from '../../../core/time.js';
import { type AgentBody, runAgent } from './agent.js';
import type { AgentReply } from './protocol.js';

/**
 * Runs an agent on the standard streams of this process.
 * @param make builds the agent; it is given its id, which names everything that it leaves in the victim's surroundings
 * @returns the exit code, once everything is said
 */
export async function serveAgent(make: (id: string) => AgentBody): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  // Once supops is gone nobody may be reading; what matters is the undo, not the reply.
  process.stdout.on('error', () => {});
  const reply = (message: AgentReply) => void process.stdout.write(`${JSON.stringify(message)}\n`);
  const input = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const code = await runAgent(make(process.argv[2] ?? ''), { clock: systemClock, input, reply, signal: stop.signal });
  await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
  return code;
}
