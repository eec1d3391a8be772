import { withDeadline } from '../../../core/deadline.js';
import type { Milliseconds } from '../../../core/time.js';
import type { Helper } from '../../../stack/engine/engine.js';
import { parseLine } from '../runtime/lines.js';

/** A conversation with a program beside the system, which speaks in lines of JSON documents with a `type`. */
export interface Conversation<Reply extends { readonly type: string }> {
  /** The next reply of one of these types; others are kept for whoever asks for them. Rejects with the failure if the program ends or is silent. */
  next<Type extends Reply['type']>(types: readonly Type[], timeoutMs: Milliseconds): Promise<Extract<Reply, { type: Type }>>;
  /** The program's last output, for an error message; empty if there was none. */
  lastWords(): string;
}

/**
 * Listens to a helper from now on.
 * @param failure makes the error of a reply that does not come, from what was awaited and the program's last output
 */
export function converse<Reply extends { readonly type: string }>(
  helper: Pick<Helper, 'output'>,
  failure: (awaited: string, lastWords: string) => Error,
): Conversation<Reply> {
  const replies: Reply[] = [];
  const waiting: { types: readonly string[]; resolve(reply: Reply): void; reject(error: Error): void }[] = [];
  let last = '';
  let ended = false;
  const failed = (types: readonly string[]) => failure(types[0] ?? '', last);
  const read = async () => {
    for await (const { text } of helper.output) {
      last = text;
      const reply = parseLine<Reply>(text);
      if (!reply) continue;
      const index = waiting.findIndex(({ types }) => types.includes(reply.type));
      if (index < 0) replies.push(reply);
      else waiting.splice(index, 1)[0]?.resolve(reply);
    }
  };
  read()
    .catch(() => {})
    .finally(() => {
      ended = true;
      for (const { types, reject } of waiting.splice(0)) reject(failed(types));
    });
  const next = (types: readonly string[], timeoutMs: Milliseconds): Promise<Reply> => {
    const index = replies.findIndex(({ type }) => types.includes(type));
    if (index >= 0) return Promise.resolve(replies.splice(index, 1)[0] as Reply);
    if (ended) return Promise.reject(failed(types));
    const answer = new Promise<Reply>((resolve, reject) => waiting.push({ types, resolve, reject }));
    return withDeadline(answer, timeoutMs, () => failed(types));
  };
  return { lastWords: () => last, next: next as Conversation<Reply>['next'] };
}
