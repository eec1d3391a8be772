import { createHash } from 'node:crypto';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';
import type { HelperHost, Supervised } from '../../stack/supervised/supervised.js';
import { type Agent, startAgent } from '../agents/client/agent.js';
import type { AgentPlace } from '../agents/client/agent-spec.js';
import type { Cleanness } from '../agents/runtime/protocol.js';
import type { Victim } from '../faults/fault.js';
import { faultKind } from '../faults/registry.js';
import type { Programs } from '../faults/undo/executor.js';
import type { FaultSpec } from '../model/fault.js';
import { thisOwner } from '../safety/owner.js';
import { chooseVictims, refOf } from './victims.js';

/** The programs beside the victims of a run. */
export interface Agents {
  /** Starts what the faults need, so that none of them takes time at its moment. Rejects if one of them cannot be made. */
  prepare(faults: readonly FaultSpec[]): Promise<void>;
  /** The agent of each victim, by the victim's id; one that has restarted since gets another. */
  beside(fault: FaultSpec, victims: readonly Victim[]): Promise<ReadonlyMap<string, Agent>>;
  /** Where they are; empty if the fault needs none. */
  places(fault: FaultSpec, victims: readonly Victim[]): readonly AgentPlace[];
  /** Tells the agents of a fault to undo it. @returns what each of them says, by the victim's id */
  undo(fault: string): Promise<ReadonlyMap<string, Cleanness>>;
  /** Sees to it that none is left. */
  end(): Promise<void>;
}

/** What agents are made of. */
export interface AgentsOptions {
  readonly supervised: Supervised;
  readonly run: string;
  readonly programs: Programs;
  /** Called if an agent ends without having been told to: a fault may be left in place. */
  onLost(error: SupopsError): void;
}

interface Entry {
  readonly fault: string;
  readonly victim: Pick<Victim['ref'], 'id' | 'startedAt'>;
  readonly agent: Promise<Agent>;
}

/** The agents of a run; none yet. */
export function createAgents({ supervised, run, programs, onLost }: AgentsOptions): Agents {
  const entries: Entry[] = [];

  const start = (fault: FaultSpec, place: AgentPlace): Entry => {
    const starting = async () => startAgent(supervised.engine, place, await programs(place.need.program));
    const agent = starting();
    agent.then(({ lost }) => lost.then((reason) => onLost(agentLost(reason, supervised.hints.status)))).catch(() => {});
    const entry = { fault: fault.id, victim: place.victim, agent };
    entries.push(entry);
    return entry;
  };
  const placesOf = (fault: FaultSpec, refs: readonly Victim['ref'][]): readonly AgentPlace[] => {
    const need = faultKind(fault.kind).agent?.(fault.params);
    if (need === undefined) return [];
    const host = hostOf(supervised);
    return refs.map((victim) => ({
      name: `${supervised.name}-agent-${fault.id}-${victim.instance}`,
      id: shortHash(`${run}/${fault.id}/${victim.instance}`),
      run,
      victim,
      need,
      host,
      owner: thisOwner(),
    }));
  };
  const remove = async (entry: Entry) => {
    entries.splice(entries.indexOf(entry), 1);
    await entry.agent.then((agent) => agent.remove()).catch(() => {});
  };
  const ready = async (fault: FaultSpec, place: AgentPlace): Promise<readonly [string, Agent]> => {
    const { id, startedAt } = place.victim;
    const known = entries.find((entry) => entry.fault === fault.id && entry.victim.id === id);
    const current = known?.victim.startedAt === startedAt ? known : undefined;
    if (known && !current) await remove(known);
    return [id, await (current ?? start(fault, place)).agent];
  };

  return {
    prepare: async (faults) => {
      const started = faults.flatMap((fault) => {
        const refs = chooseVictims(supervised, fault).map((instance) => refOf(supervised, instance));
        return placesOf(fault, refs).map((place) => start(fault, place).agent);
      });
      await Promise.all(started);
    },
    places: (fault, victims) =>
      placesOf(
        fault,
        victims.map(({ ref }) => ref),
      ),
    beside: async (fault, victims) =>
      new Map(
        await Promise.all(
          placesOf(
            fault,
            victims.map(({ ref }) => ref),
          ).map((place) => ready(fault, place)),
        ),
      ),
    undo: async (fault) => {
      const own = entries.filter((entry) => entry.fault === fault);
      const told = await Promise.all(own.map(async ({ victim, agent }) => [victim.id, await undone(agent)] as const));
      await Promise.all(own.map(remove));
      return new Map(told);
    },
    end: async () => {
      await Promise.all([...entries].map(remove));
    },
  };
}

const undone = (agent: Promise<Agent>): Promise<Cleanness> =>
  agent.then((one) => one.undo()).catch((error) => ({ clean: false, detail: messageOf(error) }));

function hostOf({ helpers, name }: Supervised): HelperHost {
  if (helpers) return helpers;
  throw new SupopsError({
    code: 'fault-impossible',
    exitCode: EXIT.unavailable,
    message: `${name} has no place for programs beside its instances, which this fault needs`,
    hint: 'use a fault that the engine makes: kill, stop or pause',
  });
}

/** Eight hexadecimal digits: what an agent leaves is named by them, and some of those names are short. */
const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

const agentLost = (reason: string, status: string) =>
  new SupopsError({
    code: 'agent-lost',
    exitCode: EXIT.unavailable,
    message: `${reason}; its fault was undone`,
    hint: `look at \`${status}\`, and run the scenario again`,
  });
