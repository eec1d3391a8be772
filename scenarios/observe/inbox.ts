import type { Clock } from '../../core/time.js';
import type { Message, Messages } from '../../stack/services/contracts.js';
import { streamLines } from './event-stream.js';
import { jsonClient } from './http.js';
import { readMessage } from './inbox-message.js';

/** The receiver of every notification. */
export interface InboxClient {
  messages(after?: number): Promise<Messages>;
  /**
   * Messages after a position as they arrive, until the signal is aborted; connects again by itself. None is lost while the inbox lives: messages
   * of a time in which it cannot be reached come later. An inbox that was started anew counts from 1 again, and is heard from its beginning.
   */
  follow(from: Position, options: FollowOptions): Promise<void>;
}

/** The last message that is known, and the inbox that counted it. */
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
  /** Another inbox answers, which was started since: what the one before had not told is lost. */
  onReplaced(): void;
}

const RETRY_MS = 250;
// The inbox sends a comment every 5 s; silence for longer means that nobody is there.
const SILENCE_MS = 12_000;
// The lines of its event stream that matter; see contracts.ts.
const INBOX = ': inbox ';
const DATA = 'data: ';

/** A client of the inbox at `base`. */
export function inboxClient(base: URL): InboxClient {
  const http = jsonClient('the inbox', base);
  return {
    messages: (after = 0) => http.get<Messages>('/api/messages', { after }),
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

/** Up to where one connection was heard, and whether it ended because another inbox answered. */
interface End {
  readonly at: Position;
  readonly reason: 'lost' | 'replaced';
}

async function listen(base: URL, from: Position, { signal, onMessage, onState, onReplaced }: FollowOptions): Promise<End> {
  let at = from;
  for await (const told of connection(new URL(`/api/events?after=${from.seq}`, base), signal)) {
    if (told.kind === 'message') {
      at = { ...at, seq: told.message.seq };
      onMessage(told.message);
    } else if (told.inboxId === at.inboxId) onState('ok');
    else {
      // What it holds may lie before the number that was asked for.
      onReplaced();
      return { at: { inboxId: told.inboxId, seq: 0 }, reason: 'replaced' };
    }
  }
  return { at, reason: 'lost' };
}

type Told = { readonly kind: 'inbox'; readonly inboxId: string } | { readonly kind: 'message'; readonly message: Message };

/** What one connection tells, until it is lost. */
async function* connection(url: URL, signal: AbortSignal): AsyncGenerator<Told> {
  try {
    for await (const line of streamLines(url, { signal, silenceMs: SILENCE_MS })) {
      if (line.startsWith(INBOX)) yield { kind: 'inbox', inboxId: line.slice(INBOX.length) };
      if (line.startsWith(DATA)) yield { kind: 'message', message: readMessage(line.slice(DATA.length)) };
    }
  } catch {
    // Refused, silent or broken: it is lost, and who listens asks again.
  }
}
