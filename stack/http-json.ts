import { request } from 'node:http';
import type { Milliseconds } from '../core/time.js';

/** A request to a program of the stack. */
export interface JsonRequest {
  readonly method?: 'GET' | 'PUT';
  readonly token?: string;
  readonly body?: unknown;
  readonly timeoutMs?: Milliseconds;
}

const TIMEOUT_MS = 2_000;

/** The JSON that a URL answers with. Rejects with an Error that says in few words why there is none. */
export function askJson(url: URL, { method = 'GET', token, body, timeoutMs = TIMEOUT_MS }: JsonRequest = {}): Promise<unknown> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  const what = `${method} ${url.pathname}`;
  const timeout = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) =>
      reject(
        new Error(timeout.aborted ? `${what}: no answer within ${timeoutMs} ms` : `${what}: ${error.code ?? error.message}`),
      );
    const req = request(url, { method, headers, agent: false, signal: timeout }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', onError);
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`${what} answered ${response.statusCode}`));
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        } catch {
          reject(new Error(`${what} answered something that is not JSON`));
        }
      });
    });
    req.on('error', onError);
    req.end(text);
  });
}
