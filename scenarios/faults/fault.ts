import type { z } from 'zod';
import type { Clock, Milliseconds } from '../../core/time.js';
import type { CapabilityName, Engine, EngineEvent, Instance } from '../../stack/engine/engine.js';
import type { Supervised } from '../../stack/supervised/supervised.js';
import type { Agent } from '../agents/client/agent.js';
import type { AgentNeed } from '../agents/client/agent-spec.js';
import type { FaultSpec, InstanceRef, Params, Proof, UndoRecord } from '../model/fault.js';

/** A fault in words, for every renderer and report. `{target}` stands for the victims, in the notation of the output format. */
export interface FaultWords {
  /** `kill of {target}, held down`. */
  readonly noun: string;
  /** What is to be done: `kill {target} and hold it down`. */
  readonly plan: string;
  /** What supops did: `killed {target} and held it down`. */
  readonly done: string;
  /** What happened to the victims, as sentences: `{target} was killed.` */
  readonly effect: string;
  /** What the undo does: `start {target} with its own restart policy`. */
  readonly repair: string;
}

/** A victim as it was before anything was touched, and how undo records refer to it. */
export interface Victim {
  readonly ref: InstanceRef;
  readonly instance: Instance;
}

/** What a fault may use. */
export interface FaultContext<P = Params> {
  readonly engine: Engine;
  readonly params: P;
  /** The pinned victims, as they were before anything was touched. */
  readonly victims: readonly Victim[];
  /** What happens to the system's instances, since before the injection; still growing. */
  readonly events: readonly EngineEvent[];
  /** When the injection began, on the engine's clock: anything earlier proves nothing. */
  readonly since: Milliseconds;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The programs beside the victims, by the victim's id; none if the kind needs none. */
  readonly agents: ReadonlyMap<string, Agent>;
  readonly system: FaultSystem;
  /** How long an agent lets the fault live if nobody tells it to end. */
  readonly ttlMs: Milliseconds;
}

/** What a fault may know of the system that its victims belong to. */
export type FaultSystem = Pick<Supervised, 'targets' | 'databases'>;

/**
 * One kind of fault. It is self-describing: nothing else in supops refers to a kind by name. Undo is data, known before anything is touched.
 * Every method parses its parameters with the kind's own schema, and throws if they do not match it.
 */
export interface FaultKind {
  readonly kind: string;
  /** Parameters as written in a scenario, in addition to those that every fault has. */
  readonly params: z.ZodObject;
  /** What the kind does, for the reference of scenario files. */
  readonly description: string;
  /** Engine capabilities that it needs. */
  needs(params: Params): readonly CapabilityName[];
  /** Why the fault cannot be made on this instance, as far as that can be seen before anything is touched; absent if it can. */
  refusal(instance: Instance, params: Params, system?: FaultSystem): string | undefined;
  /** The program that it needs beside each victim; absent: the engine makes the fault. */
  agent?(params: Params): AgentNeed;
  words(params: Params): FaultWords;
  /** What undoes it, besides the end of its agent. */
  plan(victim: Victim, params: Params): readonly UndoRecord[];
  inject(context: FaultContext): Promise<void>;
  /** Looks for evidence that the fault touched its pinned victims. A call that returned is never taken as success. */
  prove(context: FaultContext): Promise<Proof>;
  /** True for events that the fault itself causes on its victims: they are not interference; a start is none only until the fault is proven. */
  explains(event: Pick<EngineEvent, 'kind'>, params: Params): boolean;
  /** Whether what it explains may happen at any time until the repair, so that a start is no interference after the proof either. */
  recurs(params: Params): boolean;
}

/** A kind as its own file defines it, with typed parameters. */
export interface FaultDefinition<S extends z.ZodObject> {
  readonly kind: string;
  readonly params: S;
  readonly description: string;
  needs(params: z.output<S>): readonly CapabilityName[];
  /** Why the fault cannot be made on this instance, as far as that can be seen before anything is touched; absent if it can. */
  refusal?(instance: Instance, params: z.output<S>, system: FaultSystem): string | undefined;
  /** The program that it needs beside each victim; absent: the engine makes the fault. */
  agent?(params: z.output<S>): AgentNeed;
  words(params: z.output<S>): FaultWords;
  plan(victim: Victim, params: z.output<S>): readonly UndoRecord[];
  inject(context: FaultContext<z.output<S>>): Promise<void>;
  prove(context: FaultContext<z.output<S>>): Promise<Proof>;
  explains(event: Pick<EngineEvent, 'kind'>, params: z.output<S>): boolean;
  /** Whether what it explains may happen at any time until the repair. Default: only until the proof. */
  recurs?(params: z.output<S>): boolean;
}

/** Builds a kind from its definition: parameters are parsed by its schema wherever they enter. */
export function defineFault<S extends z.ZodObject>(own: FaultDefinition<S>): FaultKind {
  const read = (params: Params): z.output<S> => own.params.parse(params);
  const typed = (context: FaultContext): FaultContext<z.output<S>> => ({ ...context, params: read(context.params) });
  return {
    kind: own.kind,
    params: own.params,
    description: own.description,
    needs: (params) => own.needs(read(params)),
    refusal: (instance, params, system = { targets: new Map() }) => own.refusal?.(instance, read(params), system),
    ...(own.agent && { agent: (params: Params) => (own.agent as NonNullable<typeof own.agent>)(read(params)) }),
    words: (params) => own.words(read(params)),
    plan: (victim, params) => own.plan(victim, read(params)),
    inject: (context) => own.inject(typed(context)),
    prove: (context) => own.prove(typed(context)),
    explains: (event, params) => own.explains(event, read(params)),
    recurs: (params) => own.recurs?.(read(params)) ?? false,
  };
}

/** The victims of a fault as text: `db`, `1 instance of api`. */
export function targetText({ target: { service, instances } }: Pick<FaultSpec, 'target'>): string {
  if (instances === 'all') return service;
  if (typeof instances === 'object') return instances.join(' and ');
  if (typeof instances === 'string') return `${instances.replace('%', ' %')} of ${service}`;
  return `${instances} ${instances === 1 ? 'instance' : 'instances'} of ${service}`;
}

/** Words with the victims filled in. */
export const fillTarget = (words: string, target: string): string => words.replaceAll('{target}', target);
