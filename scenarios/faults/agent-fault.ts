import type { z } from 'zod';
import { formatSpan } from '../../core/duration.js';
import { poll } from '../../core/poll.js';
import type { Milliseconds } from '../../core/time.js';
import type { EngineEvent, Instance } from '../../stack/engine/engine.js';
import type { Agent } from '../agents/client/agent.js';
import type { AgentNeed } from '../agents/client/agent-spec.js';
import type { Proof, UndoRecord } from '../model/fault.js';
import {
  defineFault,
  type FaultContext,
  type FaultDefinition,
  type FaultKind,
  type FaultSystem,
  type Victim,
} from './fault.js';
import { nameOf } from './prove.js';

/** How long a fault may take until its agent has measured an effect: long enough for the next request of a slow load. */
const EFFECT_TIMEOUT_MS: Milliseconds = 10_000;

/** A kind whose faults are made by an agent beside each victim: what is left to say is what the agent is told. */
export interface AgentFaultDefinition<S extends z.ZodObject>
  extends Pick<FaultDefinition<S>, 'kind' | 'params' | 'description' | 'words'> {
  agent(params: z.output<S>): AgentNeed;
  /** What the agent of a victim is told to do; may hold secrets, since it goes to the agent only. */
  args(victim: Victim, context: FaultContext<z.output<S>>): unknown;
  /** Capabilities of the engine that it needs besides helpers. Default: none. */
  readonly needs?: FaultDefinition<S>['needs'];
  refusal?(instance: Instance, params: z.output<S>, system: FaultSystem): string | undefined;
  /** What undoes it besides the end of the agent. Default: nothing. */
  plan?(victim: Victim, params: z.output<S>): readonly UndoRecord[];
  /** Default: the effect that the agents have measured. */
  prove?(context: FaultContext<z.output<S>>): Promise<Proof>;
  /** Default: no event. */
  explains?(event: Pick<EngineEvent, 'kind'>, params: z.output<S>): boolean;
  /** Default: no. */
  recurs?(params: z.output<S>): boolean;
}

/** Builds such a kind. */
export const agentFault = <S extends z.ZodObject>(own: AgentFaultDefinition<S>): FaultKind =>
  defineFault<S>({
    ...own,
    needs: own.needs ?? (() => []),
    plan: own.plan ?? (() => []),
    explains: own.explains ?? (() => false),
    inject: async (context) => {
      const apply = (victim: Victim) => agentOf(context, victim).apply(own.args(victim, context), context.ttlMs);
      await Promise.all(context.victims.map(apply));
    },
    prove: own.prove ?? proveByAgents,
  });

/** The agent beside a victim. The injection starts one for each, so that its absence is a mistake in supops. */
export function agentOf({ agents }: Pick<FaultContext, 'agents'>, victim: Victim): Agent {
  const agent = agents.get(victim.instance.id);
  if (agent === undefined) throw new Error(`there is no agent beside ${nameOf(victim)}`);
  return agent;
}

/**
 * Proves a fault by what its agents have measured, each beside its own victim. The moment of the fault is that at which it was in place everywhere, which is
 * when this is called.
 */
export async function proveByAgents(context: FaultContext<unknown>): Promise<Proof> {
  const { clock, signal, victims } = context;
  const at = Math.round(clock.now());
  const look = async () =>
    Promise.all(victims.map(async (victim) => ({ victim, effect: await agentOf(context, victim).effect() })));
  let last = await look();
  const touched = async () => {
    if (!last.every(({ effect }) => effect.touched)) last = await look();
    return last.every(({ effect }) => effect.touched) ? true : undefined;
  };
  const proven = await poll(touched, { clock, timeoutMs: EFFECT_TIMEOUT_MS, intervalMs: 100, signal });
  const seen = last.map(({ victim, effect }) => `${nameOf(victim)}: ${effect.evidence}`).join('; ');
  if (proven) return { proven: true, evidence: seen, at };
  return { proven: false, evidence: `no effect on every victim within ${formatSpan(EFFECT_TIMEOUT_MS)}; ${seen}` };
}
