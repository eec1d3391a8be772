import { randomUUID } from 'node:crypto';
import type { Message, Messages } from '../contracts.js';

const MAX_MESSAGES = 500;
/** The Watchdog calls every few seconds: its messages must not push those of an incident out. */
const MAX_WEBHOOKS = 100;
const MAX_TEXT_BYTES = 16 * 1_024;
const MAX_LINE_BYTES = 1_024;

/** A message before the store has taken it. */
export type Arrived = Omit<Message, 'seq' | 'inboxId'>;

/** The messages that are kept. */
export interface Store {
  readonly inboxId: string;
  add(arrived: Arrived): Message;
  after(seq: number): Messages;
  /** Seq of the newest message, 0 for none yet. */
  newest(): number;
  /** Calls back with each new message. @returns what ends it. */
  subscribe(listener: (message: Message) => void): () => void;
}

/** An empty, bounded store with an id of its own. */
export function makeStore(inboxId: string = randomUUID()): Store {
  const messages: Message[] = [];
  const listeners = new Set<(message: Message) => void>();
  let seq = 0;
  let dropped = 0;

  const makeRoom = () => {
    const webhooks = messages.filter(({ channel }) => channel === 'webhook').length;
    if (webhooks <= MAX_WEBHOOKS && messages.length <= MAX_MESSAGES) return;
    const first = webhooks > MAX_WEBHOOKS ? messages.findIndex(({ channel }) => channel === 'webhook') : 0;
    messages.splice(first, 1);
    dropped += 1;
  };
  return {
    inboxId,
    add: (arrived) => {
      seq += 1;
      const message = {
        ...arrived,
        seq,
        inboxId,
        to: cut(arrived.to, MAX_LINE_BYTES),
        receiver: cut(arrived.receiver, MAX_LINE_BYTES),
        subject: cut(arrived.subject, MAX_LINE_BYTES),
        text: cut(arrived.text, MAX_TEXT_BYTES),
      };
      messages.push(message);
      makeRoom();
      for (const listener of listeners) listener(message);
      return message;
    },
    after: (after) => ({ inboxId, messages: messages.filter((message) => message.seq > after), dropped }),
    newest: () => seq,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** At most this many bytes of UTF-8, without half a character at the end. */
export function cut(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  // With `stream` a character that is not complete is held back.
  return new TextDecoder().decode(bytes.subarray(0, maxBytes), { stream: true });
}
