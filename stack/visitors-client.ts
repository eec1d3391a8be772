import { request } from 'node:http';
import type { LoadRequest } from './services/contracts.js';

const TIMEOUT_MS = 2_000;

/** Renews the lifetime of the base load. Rejects with an Error where the visitors do not take it. */
export function renewLoad(url: URL, token: string, lifetimeMs: number): Promise<void> {
  const body = JSON.stringify({ lifetimeMs } satisfies LoadRequest);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const req = request(
      new URL('/load', url),
      { method: 'PUT', headers, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) },
      (response) => {
        response.resume();
        if (response.statusCode === 200) resolve();
        else reject(new Error(`PUT /load answered ${response.statusCode}`));
      },
    );
    req.on('error', reject);
    req.end(body);
  });
}
