import { z } from 'zod';
import { poll } from '../../../core/poll.js';
import type { Instance } from '../../../stack/engine/engine.js';
import { startAgent } from '../../agents/client/agent.js';
import type { AgentPlace } from '../../agents/client/agent-spec.js';
import type { InstanceRef, UndoRecord } from '../../model/fault.js';
import { defineUndo, type Look, type UndoTools } from './executor.js';

const args = z.object({
  name: z.string(),
  id: z.string(),
  run: z.string(),
  owner: z.string(),
  selector: z.record(z.string(), z.string()),
  host: z.object({ image: z.string(), node: z.string() }),
  need: z.object({
    program: z.string(),
    shares: z.object({
      network: z.literal(true).optional(),
      processes: z.literal(true).optional(),
      cgroups: z.literal(true).optional(),
      volumes: z.literal(true).optional(),
    }),
    capabilities: z.array(z.string()),
    leaves: z.record(z.string(), z.unknown()).optional(),
    memoryMebibytes: z.number().optional(),
  }),
});
type Args = z.output<typeof args>;

/** An agent undoes its fault as soon as its input ends. */
const BY_ITSELF_MS = 1_500;

/**
 * Makes sure that an agent is gone, and with it what it did. What outlives an agent that was killed is removed by another one in its place, which
 * also reads back that nothing is left.
 */
export const agentGone = defineUndo({
  kind: 'agent',
  args,
  // Whoever started it has ended, or waits for this: it does not come back.
  settles: false,
  wanted: ({ need: { program } }) => `without its ${program} agent`,
  look: async (tools, victim, given): Promise<Look> => {
    if ((await containersOf(tools, given)).length > 0)
      return { holds: false, actual: `beside its ${given.need.program} agent` };
    const { leaves, shares } = given.need;
    // Rules end with the network that they are in, and that with its instance.
    if (leaves === undefined || (shares.network === true && victim.state !== 'running' && victim.state !== 'paused'))
      return { holds: true, actual: '' };
    const { clean, detail } = await cleanUp(tools, victim, given);
    return { holds: clean, actual: detail };
  },
  restore: async (tools, _victim, given) => {
    const gone = async () => ((await containersOf(tools, given)).length === 0 ? true : undefined);
    if (await poll(gone, { clock: tools.clock, timeoutMs: BY_ITSELF_MS, intervalMs: 100 })) return;
    for (const { id } of await containersOf(tools, given)) await tools.engine.remove(id);
  },
  explains: () => false,
});

const containersOf = async ({ engine }: UndoTools, { name, selector }: Args): Promise<readonly Instance[]> =>
  (await engine.observe({ labels: selector })).helpers.filter((helper) => helper.name === name);

async function cleanUp({ engine, programs }: UndoTools, victim: Instance, given: Args) {
  const agent = await startAgent(engine, placeOf(victim, given), await programs(given.need.program));
  try {
    return await agent.clean(given.need.leaves);
  } finally {
    await agent.remove();
  }
}

function placeOf({ id, instance, service, startedAt }: Instance, given: Args): AgentPlace {
  const victim: InstanceRef = { selector: given.selector, service, instance, id, startedAt };
  return { ...given, need: given.need as AgentPlace['need'], victim, name: `${given.name}-clean` };
}

/** The record that ends an agent and removes what it left. */
export const agentRecord = ({ victim, ...place }: AgentPlace): UndoRecord => ({
  kind: agentGone.kind,
  target: victim,
  args: { ...place, selector: victim.selector },
});
