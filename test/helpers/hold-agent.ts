// A program that has an agent make a fault, says so and then does nothing more: it is there to be killed.
import { readFileSync } from 'node:fs';
import { startAgent } from '../../scenarios/agents/client/agent.js';
import type { AgentPlace } from '../../scenarios/agents/client/agent-spec.js';
import { connectTestEngine } from './engine.js';

/** What it is told, as a JSON document. */
export interface HoldAgent {
  readonly place: AgentPlace;
  /** File of the agent's program. */
  readonly program: string;
  readonly args: unknown;
  readonly ttlMs: number;
}

const hold = async () => {
  const { place, program, args, ttlMs } = JSON.parse(process.argv[2] ?? '') as HoldAgent;
  const engine = await connectTestEngine();
  const agent = await startAgent(engine, place, readFileSync(program, 'utf8'));
  await agent.apply(args, ttlMs);
  console.log(JSON.stringify(agent.facts));
  setInterval(() => {}, 60_000);
};

hold().catch((error) => {
  console.error(error);
  process.exit(1);
});
