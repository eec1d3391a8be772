import { messageOf } from '../../core/errors.js';
import { type Engine, need } from '../../stack/engine/engine.js';
import { LABEL } from '../../stack/model/labels.js';
import type { HelperHost } from '../../stack/supervised/supervised.js';
import { startAgent } from '../agents/client/agent.js';
import type { AgentNeed } from '../agents/client/agent-spec.js';
import type { Facts } from '../agents/runtime/protocol.js';
import type { Programs } from '../faults/undo/executor.js';
import type { InstanceRef } from '../model/fault.js';
import { thisOwner } from '../safety/owner.js';

/** Whether agents find what they need on this machine. */
export interface AgentProbe {
  /** What an agent found out about its place, or why it cannot work there. Each kind of place is tried once. */
  look(need: AgentNeed): Promise<{ readonly facts: Facts } | { readonly reason: string }>;
  /** Removes what was made for it. */
  end(): Promise<void>;
}

/** What a probe is made of. */
export interface AgentProbeParts {
  readonly engine: Engine;
  readonly programs: Programs;
  readonly host: HelperHost;
}

/**
 * Tries agents beside a throw-away instance, so that no instance of a stack is touched. That instance ends with this process, as agents do.
 */
export function createAgentProbe({ engine, programs, host }: AgentProbeParts): AgentProbe {
  const name = `supops-doctor-${process.pid}`;
  let victim: Promise<{ readonly ref: InstanceRef; end(): Promise<void> }> | undefined;
  const results = new Map<string, ReturnType<AgentProbe['look']>>();
  const tryOnce = async (wanted: AgentNeed) => {
    victim ??= startVictim(engine, host, name);
    const { ref } = await victim;
    const place = {
      name: `${name}-${wanted.program}`,
      id: 'doctor',
      run: 'doctor',
      victim: ref,
      need: wanted,
      host,
      owner: thisOwner(),
    };
    const agent = await startAgent(engine, place, await programs(wanted.program));
    await agent.remove();
    return { facts: agent.facts };
  };
  return {
    look: (wanted) => {
      const { leaves: _, ...place } = wanted;
      const key = JSON.stringify(place);
      const known = results.get(key) ?? tryOnce(wanted).catch((error) => ({ reason: messageOf(error) }));
      results.set(key, known);
      return known;
    },
    end: async () => void (await victim?.then((one) => one.end()).catch(() => {})),
  };
}

const UNTIL_END_OF_INPUT = 'process.stdin.resume().on("end", () => process.exit(0))';

async function startVictim(engine: Engine, { image, node }: HelperHost, name: string) {
  const helper = await need(engine, 'helpers').run(
    {
      name,
      hostname: 'doctor',
      image,
      command: [node, '-e', UNTIL_END_OF_INPUT],
      env: {},
      labels: { [LABEL.service]: 'doctor', [LABEL.role]: 'helper', [LABEL.owner]: thisOwner() },
      dns: [],
      ports: [],
      publishAddress: '127.0.0.1',
      volumes: [{ path: '/etc/supops' }],
      tmpfs: [],
      resources: { memoryBytes: 64 * 1024 * 1024, pids: 32 },
      security: { uid: 0, gid: 0, readOnlyRoot: true, capabilities: [], engineSocket: false },
      restart: { name: 'no' },
      stdin: true,
      removeOnExit: true,
    },
    [],
  );
  const { service, instance, id, startedAt } = await engine.inspect(helper.id);
  const ref: InstanceRef = { selector: {}, service, instance, id, startedAt };
  return { ref, end: () => engine.remove(helper.id) };
}
