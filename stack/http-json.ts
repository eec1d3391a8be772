import type { Milliseconds } from '../core/time.js';
import { fetchFailure, fetchOnce } from './fetch-once.js';

/** A request to a program of the stack. */
export interface JsonRequest {
  readonly method?: 'GET' | 'PUT';
  readonly token?: string;
  readonly body?: unknown;
  readonly timeoutMs?: Milliseconds;
}

const TIMEOUT_MS = 2_000;

/** The JSON that a URL answers with. Rejects with an Error that says in few words why there is none. */
export async function askJson(
  url: URL,
  { method = 'GET', token, body, timeoutMs = TIMEOUT_MS }: JsonRequest = {},
): Promise<unknown> {
  const what = `${method} ${url.pathname}`;
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const answer = async () => {
    const response = await fetchOnce(url, { method, headers, signal, body: body === undefined ? null : JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  };
  const { status, text } = await answer().catch((error: unknown) => {
    throw new Error(signal.aborted ? `${what}: no answer within ${timeoutMs} ms` : `${what}: ${fetchFailure(error)}`);
  });
  if (status !== 200) throw new Error(`${what} answered ${status}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${what} answered something that is not JSON`);
  }
}
