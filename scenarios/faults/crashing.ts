import type { Instance } from '../../stack/engine/engine.js';
import type { AgentNeed } from '../agents/client/agent-spec.js';
import type { Proof } from '../model/fault.js';
import type { FaultContext, Victim } from './fault.js';
import { eventOf, nameOf, proveEach } from './prove.js';

// What `crash` and `crash-loop` share.

/** The agent: it sees the machine's processes, and may send them signals. */
export const crashNeed: AgentNeed = { program: 'crash', shares: { processes: true }, capabilities: ['KILL'] };

/** Why a victim cannot crash; `undefined` if it can. */
export const whyNotCrash = ({ restartPolicy }: Instance): string | undefined =>
  restartPolicy.name === 'no' ? 'its restart policy is `no`, so that nothing would start it again: use `kill`' : undefined;

/** Whom the agent ends. The process is that of the pinned life, which was looked up right before the injection. */
export function processOf({ instance }: Victim): { readonly victim: string; readonly process: number } {
  if (instance.processId === undefined)
    throw new Error(`the engine does not say which process is that of ${instance.instance}`);
  return { victim: instance.id, process: instance.processId };
}

/** Proves that the pinned life of every victim ended without an order, and that the engine started it again by its policy, which counts such restarts. */
export const proveCrashed = (context: FaultContext<unknown>): Promise<Proof> =>
  proveEach(context, {
    state: 'running',
    life: 'next',
    missing: 'the crash and the restart',
    signOf: (victim, now) => {
      const ended = eventOf(context, victim, 'ended');
      const before = victim.instance.restartCount;
      if (!ended || now.restartCount <= before) return undefined;
      const evidence = `engine event ${ended.word} (exit code ${ended.exitCode ?? 'unknown'}) of ${nameOf(victim)}; restarts by the engine: ${before} before, ${now.restartCount} now`;
      return { at: ended.time, evidence };
    },
  });
