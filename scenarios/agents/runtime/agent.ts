import { withDeadline } from '../../../core/deadline.js';
import { messageOf } from '../../../core/errors.js';
import type { Clock, Milliseconds } from '../../../core/time.js';
import { parseLine } from './lines.js';
import type { AgentCommand, AgentReply, Cleanness, Effect, Facts } from './protocol.js';

/** What one kind of agent does. */
export interface AgentBody {
  /** Looks whether the fault can be made here; rejects with the reason if it cannot. */
  probe(): Promise<Facts>;
  apply(args: unknown): Promise<void>;
  effect(): Promise<Effect>;
  /** Ends the fault and reads back what is left. May be called before `apply`, and twice. */
  undo(): Promise<Cleanness>;
  /** Removes what a dead agent of the same id left. Absent: nothing can be left, as all of it ends with the process. */
  clean?(args: unknown): Promise<Cleanness>;
}

/** What an agent lives on. */
export interface AgentOptions {
  readonly clock: Clock;
  /** Lines of standard input; ends when supops is gone. */
  readonly input: AsyncIterable<string>;
  reply(reply: AgentReply): void;
  /** Aborted by SIGTERM: undo now. */
  readonly signal: AbortSignal;
}

/** An agent that is told nothing within this time has been forgotten: its run was killed before it could attach. */
const IDLE_MS: Milliseconds = 60_000;
/** How long an injection that is under way may take to complete before it is undone. */
const FINISH_MS: Milliseconds = 2_000;

/**
 * The life of an agent: probes, obeys, and undoes at the end of its input (supops died), when its time to live has passed (supops hangs), on
 * SIGTERM, or when it is told to.
 * @returns the exit code: 0 if nothing is left, 1 otherwise.
 */
export async function runAgent(body: AgentBody, options: AgentOptions): Promise<number> {
  const { reply } = options;
  try {
    reply({ type: 'ready', facts: await body.probe() });
  } catch (error) {
    reply({ type: 'unable', reason: messageOf(error) });
    return 1;
  }
  const work = new Set<Promise<unknown>>();
  const end = await obey(body, options, work);
  // What is being made when the signal or the time to live ends it must be complete before it can be undone whole.
  await withDeadline(Promise.allSettled(work), FINISH_MS, () => new Error('it does not end')).catch(() => {});
  const left = await (end.type === 'clean' ? clean(body, end.args) : body.undo()).catch(notClean);
  reply({ type: 'undone', ...left });
  return left.clean ? 0 : 1;
}

const clean = async (body: AgentBody, args: unknown): Promise<Cleanness> =>
  (await body.clean?.(args)) ?? { clean: true, detail: 'nothing outlives this agent' };

const notClean = (error: unknown): Cleanness => ({ clean: false, detail: messageOf(error) });

type End = { readonly type: 'undo' } | { readonly type: 'clean'; readonly args: unknown };

async function obey(body: AgentBody, { clock, input, reply, signal }: AgentOptions, work: Set<Promise<unknown>>): Promise<End> {
  const doing = <T>(act: () => Promise<T>): Promise<T> => {
    const done = act();
    work.add(done);
    done.catch(() => {}).finally(() => work.delete(done));
    return done;
  };
  let timer = new AbortController();
  return new Promise<End>((resolve) => {
    const undo = () => resolve({ type: 'undo' });
    const liveFor = (ms: Milliseconds) => {
      timer.abort();
      timer = new AbortController();
      clock.sleep(ms, timer.signal).then(undo, () => {});
    };
    signal.addEventListener('abort', undo, { once: true });
    liveFor(IDLE_MS);
    const read = async () => {
      for await (const line of input) {
        const command = parseLine<AgentCommand>(line);
        switch (command?.type) {
          case 'apply':
            liveFor(command.ttlMs);
            reply(
              await answer(
                () => doing(() => body.apply(command.args)),
                () => ({ type: 'applied' }),
              ),
            );
            break;
          case 'effect':
            reply(
              await answer(
                () => body.effect(),
                (effect) => ({ type: 'effect', ...effect }),
              ),
            );
            break;
          case 'undo':
            return undo();
          case 'clean':
            return resolve({ type: 'clean', args: command.args });
        }
      }
      undo();
    };
    read().catch(undo);
  }).finally(() => timer.abort());
}

async function answer<T>(act: () => Promise<T>, toReply: (result: T) => AgentReply): Promise<AgentReply> {
  try {
    return toReply(await act());
  } catch (error) {
    return { type: 'failed', reason: messageOf(error) };
  }
}
