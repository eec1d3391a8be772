import { messageOf } from '../core/errors.js';

/** A request whose headers are plain fields. */
export type OneRequest = Omit<RequestInit, 'headers' | 'redirect'> & { readonly headers?: Readonly<Record<string, string>> };

/** What fetch says when the system says that a connection ended before the answer did. */
const ENDED_EARLY = ['UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'];

/**
 * Asks on a connection of its own: whoever listens at a published port may be another program by the next time, and a connection that is kept would
 * lead to the old one. A redirect is an answer like any other. Rejects as fetch does: with the signal's reason when aborted.
 */
export const fetchOnce = (url: URL, init: OneRequest): Promise<Response> =>
  fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, connection: 'close' } });

/** The system's word for what made fetch fail, such as `ECONNREFUSED`; fetch itself only says that it failed. */
export function fetchFailure(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (typeof code !== 'string') return messageOf(cause);
  return ENDED_EARLY.includes(code) ? 'ECONNRESET' : code;
}
