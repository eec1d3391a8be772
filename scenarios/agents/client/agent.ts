import { withDeadline } from '../../../core/deadline.js';
import { EXIT, messageOf, SupopsError } from '../../../core/errors.js';
import type { Milliseconds } from '../../../core/time.js';
import { type Engine, type Helper, need } from '../../../stack/engine/engine.js';
import type { AgentCommand, AgentReply, Cleanness, Effect, Facts } from '../runtime/protocol.js';
import { AGENT_PROGRAM, type AgentPlace, agentSpec } from './agent-spec.js';
import { type Conversation, converse } from './conversation.js';

/** A program beside a victim that makes a fault. */
export interface Agent {
  /** What it found out about its place. */
  readonly facts: Facts;
  /** Makes the fault. Rejects with `agent-failed` if it could not; what it did until then is undone with it. */
  apply(args: unknown, ttlMs: Milliseconds): Promise<void>;
  effect(): Promise<Effect>;
  /** Undoes and ends it. A second call, and one after its death, says that it is not clean: somebody else must look. */
  undo(): Promise<Cleanness>;
  /** Removes what a dead agent of the same id left, and ends. */
  clean(args: unknown): Promise<Cleanness>;
  /** Resolves with the reason when it ends without having been told to. */
  readonly lost: Promise<string>;
  /** Makes sure that its container is gone. Never rejects. */
  remove(): Promise<void>;
}

const START_TIMEOUT_MS: Milliseconds = 15_000;
const APPLY_TIMEOUT_MS: Milliseconds = 10_000;
const UNDO_TIMEOUT_MS: Milliseconds = 5_000;
const GONE_TIMEOUT_MS: Milliseconds = 2_000;

/**
 * Starts an agent and waits until it has looked around. Rejects with `fault-impossible` (exit 4) and its reason if the fault cannot be made
 * there, and with `agent-failed` (exit 4) if it does not come up.
 */
export async function startAgent(engine: Engine, place: AgentPlace, program: string): Promise<Agent> {
  const helper = await need(engine, 'helpers').run(agentSpec(place), [
    { path: AGENT_PROGRAM, content: program, mode: 0o444, uid: 0, gid: 0 },
  ]);
  const who = `the ${place.need.program} agent beside ${place.victim.instance}`;
  const replies = converse<AgentReply>(helper, (awaited, lastWords) =>
    failed(`${who} ${awaited === 'ready' ? 'did not come up' : 'did not answer'}${lastWords === '' ? '' : `: ${lastWords}`}`),
  );
  try {
    const hello = await replies.next(['ready', 'unable'], START_TIMEOUT_MS);
    if (hello.type === 'unable') throw impossible(place, hello.reason);
    return toAgent(engine, helper, { who, replies, facts: hello.facts });
  } catch (error) {
    await engine.remove(helper.id).catch(() => {});
    throw error;
  }
}

const failed = (message: string): SupopsError =>
  new SupopsError({
    code: 'agent-failed',
    exitCode: EXIT.unavailable,
    message,
    hint: 'see whether the engine answers (docker info), and run the scenario again',
  });

const impossible = ({ victim, need: { program } }: AgentPlace, reason: string): SupopsError =>
  new SupopsError({
    code: 'fault-impossible',
    exitCode: EXIT.unavailable,
    message: `the ${program} fault cannot be made on ${victim.instance}: ${reason}`,
    hint: 'run `supops doctor` to see which faults this host allows',
  });

interface Parts {
  readonly who: string;
  readonly replies: Conversation<AgentReply>;
  readonly facts: Facts;
}

function toAgent(engine: Engine, helper: Helper, { who, replies, facts }: Parts): Agent {
  let told = false;
  const send = (command: AgentCommand) => helper.write(`${JSON.stringify(command)}\n`);
  const lost = new Promise<string>((resolve) => {
    const end = (how: string) => {
      if (!told) resolve(`${who} ${how}`);
    };
    helper.exited.then(
      (code) => end(`ended with exit code ${code}`),
      (error) => end(`was lost (${messageOf(error)})`),
    );
  });
  const remove = async () => {
    told = true;
    helper.end();
    const gone = withDeadline(helper.exited, GONE_TIMEOUT_MS, () => new Error('it stays'));
    await gone.catch(() => engine.remove(helper.id).catch(() => {}));
  };
  const last = async (command: AgentCommand): Promise<Cleanness> => {
    told = true;
    try {
      await send(command);
      const { clean, detail } = await replies.next(['undone'], UNDO_TIMEOUT_MS);
      return { clean, detail };
    } catch (error) {
      return { clean: false, detail: messageOf(error) };
    }
  };
  return {
    facts,
    lost,
    remove,
    apply: async (args, ttlMs) => {
      await send({ type: 'apply', ttlMs, args });
      const reply = await replies.next(['applied', 'failed'], APPLY_TIMEOUT_MS);
      if (reply.type === 'failed') throw failed(`${who} could not make the fault: ${reply.reason}`);
    },
    effect: async () => {
      await send({ type: 'effect' });
      const reply = await replies.next(['effect', 'failed'], APPLY_TIMEOUT_MS);
      return reply.type === 'effect' ? reply : { touched: false, evidence: reply.reason };
    },
    undo: () => last({ type: 'undo' }),
    clean: (args) => last({ type: 'clean', args }),
  };
}
