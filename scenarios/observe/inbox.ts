import { get } from 'node:http';
import { createInterface } from 'node:readline';
import type { Clock } from '../../core/time.js';
import type { Message, Messages } from '../../stack/services/contracts.js';
import { jsonClient } from './http.js';

/** The receiver of every notification. */
export interface InboxClient {
  messages(after?: number): Promise<Messages>;
  /**
   * Messages after `after` as they arrive, until the signal is aborted; connects again by itself. `onState` tells when the inbox cannot be
   * heard: messages of that time come later, none is lost while the inbox lives.
   */
  follow(after: number, options: FollowOptions): Promise<void>;
}

/** Callbacks of `follow`. */
export interface FollowOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  onMessage(message: Message): void;
  onState(state: 'ok' | 'unreachable'): void;
}

const RETRY_MS = 250;
// The inbox sends a comment every 5 s; silence for longer means that nobody is there.
const SILENCE_MS = 12_000;

/** A client of the inbox at `base`. */
export function inboxClient(base: URL): InboxClient {
  const http = jsonClient('the inbox', base);
  return {
    messages: (after = 0) => http.get<Messages>('/api/messages', { after }),
    follow: async (after, { clock, signal, onMessage, onState }) => {
      let last = after;
      while (!signal.aborted) {
        await listen(new URL(`/api/events?after=${last}`, base), signal, {
          onOpen: () => onState('ok'),
          onMessage: (message) => {
            last = message.seq;
            onMessage(message);
          },
        }).catch(() => {});
        if (signal.aborted) return;
        onState('unreachable');
        await clock.sleep(RETRY_MS, signal).catch(() => {});
      }
    },
  };
}

// Server-sent events over node:http: axios buffers streams in ways that cost tens of milliseconds, and a receipt is stamped on arrival.
function listen(url: URL, signal: AbortSignal, on: { onOpen(): void; onMessage(message: Message): void }): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { signal, timeout: SILENCE_MS, headers: { accept: 'text/event-stream' } }, (response) => {
      if (response.statusCode !== 200) {
        response.destroy();
        return reject(new Error(`HTTP ${response.statusCode}`));
      }
      on.onOpen();
      const lines = createInterface({ input: response });
      lines.on('line', (line) => {
        const message = line.startsWith('data:') ? parseMessage(line.slice(5)) : undefined;
        if (message !== undefined) on.onMessage(message);
      });
      response.on('error', reject);
      // The reader of lines passes the stream's error on, and nobody else would hear it.
      lines.on('error', reject);
      lines.on('close', resolve);
    });
    request.on('timeout', () => request.destroy(new Error('silent')));
    request.on('error', reject);
  });
}

// An inbox that ends in the middle of a message leaves half a line: that message is asked for again, by its number.
function parseMessage(text: string): Message | undefined {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return undefined;
  }
}
