import type { Clock } from '../../core/time.js';
import type { Message, Messages } from '../../stack/services/contracts.js';
import { streamLines } from './event-stream.js';
import { jsonClient } from './http.js';
import { messages, readMessage } from './inbox-message.js';

/** The receiver of every notification. */
export interface InboxClient {
  messages(after?: number): Promise<Messages>;
  /**
   * Messages after a position as they arrive, until the signal is aborted; reconnects by itself. None is lost while the inbox lives: messages
   * from a time in which it was unreachable come later. An inbox that was restarted counts from 1 again, and is read from its beginning.
   */
  follow(from: Position, options: FollowOptions): Promise<void>;
}

/** The last known message, and the inbox that numbered it. */
export interface Position {
  readonly inboxId: string;
  /** 0 before its first message. */
  readonly seq: number;
}

/** Callbacks of `follow`. */
export interface FollowOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  onMessage(message: Message): void;
  onState(state: 'ok' | 'unreachable'): void;
  /** Another inbox answers, which was started since: what the previous one had not delivered is lost. */
  onReplaced(): void;
}

const RETRY_MS = 250;
// The inbox sends a comment every 5 s; a longer silence means that it is gone.
const SILENCE_MS = 12_000;
// The lines of its event stream that matter; see contracts.ts.
const INBOX = ': inbox ';
const DATA = 'data: ';

/** A client of the inbox at `base`. */
export function inboxClient(base: URL): InboxClient {
  const http = jsonClient('the inbox', base);
  return {
    messages: (after = 0) => http.get({ path: '/api/messages', shape: messages, query: { after } }),
    follow: async (from, options) => {
      const { clock, signal, onState } = options;
      let end: End = { at: from, reason: 'lost' };
      while (!signal.aborted) {
        end = await listen(base, end.at, options);
        if (signal.aborted || end.reason === 'replaced') continue;
        onState('unreachable');
        await clock.sleep(RETRY_MS, signal).catch(() => {});
      }
    },
  };
}

/** Position up to which one connection was read, and whether it ended because another inbox answered. */
interface End {
  readonly at: Position;
  readonly reason: 'lost' | 'replaced';
}

async function listen(base: URL, from: Position, { signal, onMessage, onState, onReplaced }: FollowOptions): Promise<End> {
  let at = from;
  for await (const line of connection(new URL(`/api/events?after=${from.seq}`, base), signal)) {
    if (line.kind === 'message') {
      at = { ...at, seq: line.message.seq };
      onMessage(line.message);
    } else if (line.inboxId === at.inboxId) onState('ok');
    else {
      // Its messages may have numbers below the one that was asked for.
      onReplaced();
      return { at: { inboxId: line.inboxId, seq: 0 }, reason: 'replaced' };
    }
  }
  return { at, reason: 'lost' };
}

type InboxLine = { readonly kind: 'inbox'; readonly inboxId: string } | { readonly kind: 'message'; readonly message: Message };

/** What one connection delivers, until it is lost. */
async function* connection(url: URL, signal: AbortSignal): AsyncGenerator<InboxLine> {
  try {
    for await (const line of streamLines(url, { signal, silenceMs: SILENCE_MS })) {
      if (line.startsWith(INBOX)) yield { kind: 'inbox', inboxId: line.slice(INBOX.length) };
      if (line.startsWith(DATA)) yield { kind: 'message', message: readMessage(line.slice(DATA.length)) };
    }
  } catch {
    // Refused, silent or broken: the connection is lost, and the caller reconnects.
  }
}
