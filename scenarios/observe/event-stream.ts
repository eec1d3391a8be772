import type { Milliseconds } from '../../core/time.js';
import { fetchOnce } from '../../stack/fetch-once.js';

/** When to stop listening. */
export interface Listening {
  readonly signal: AbortSignal;
  /** If not a single byte arrives within this time the server is considered gone, whatever the state of the connection. */
  readonly silenceMs: Milliseconds;
}

/** Characters. A message holds at most 16 KiB of text, and an alert of it some hundred. */
const MAX_LINE = 1024 * 1024;

/**
 * The lines of a stream of server-sent events, each as soon as it is complete. Ends with the connection, and drops what has no end of line
 * by then. Rejects if the server refuses, is silent or cannot be reached, and when aborted.
 */
export async function* streamLines(url: URL, { signal, silenceMs }: Listening): AsyncGenerator<string> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const headers = { accept: 'text/event-stream' };
    const { status, body } = await fetchOnce(url, { headers, signal: AbortSignal.any([signal, silence.signal]) });
    if (status !== 200 || body === null) throw new Error(`${url.pathname} answered ${status}`);
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      timer.refresh();
      const lines = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE) throw new Error(`${url.pathname} sends a line without an end`);
      yield* lines;
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}
