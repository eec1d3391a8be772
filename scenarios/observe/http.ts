import { Agent } from 'node:http';
import axios, { type AxiosInstance } from 'axios';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';

/** An endpoint that does not answer a query within this time is unreachable. */
const TIMEOUT_MS = 2_000;

/** GET and PUT of JSON at one endpoint. Rejects with `endpoint-unreachable` or `query-failed` (exit 4), never with an empty answer. */
export interface JsonClient {
  get<T>(path: string, query?: Readonly<Record<string, string | number>>): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
}

/** A client of the endpoint; `name` is used in errors. */
export function jsonClient(name: string, base: URL, token?: string): JsonClient {
  const http: AxiosInstance = axios.create({
    baseURL: base.href,
    timeout: TIMEOUT_MS,
    // Never through a proxy from the environment: endpoints are published on loopback or named explicitly.
    proxy: false,
    httpAgent: new Agent({ keepAlive: true, maxSockets: 8 }),
    maxContentLength: 64 * 1024 * 1024,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const ask = async <T>(path: string, request: Promise<{ data: T }>): Promise<T> => {
    try {
      return (await request).data;
    } catch (cause) {
      throw requestError(name, base, path, cause);
    }
  };
  return {
    get: (path, query = {}) => ask(path, http.get(path, { params: query })),
    put: (path, body) => ask(path, http.put(path, body)),
  };
}

function requestError(name: string, base: URL, path: string, cause: unknown): SupopsError {
  const answer = axios.isAxiosError(cause) ? cause.response : undefined;
  const reason = answer
    ? `HTTP ${answer.status}: ${excerpt(answer.data)}`
    : messageOf(cause) || String((cause as { code?: string }).code);
  return new SupopsError({
    code: answer ? 'query-failed' : 'endpoint-unreachable',
    exitCode: EXIT.unavailable,
    message: `${name} at ${base.origin}${path} ${answer ? 'refused' : 'does not answer'}: ${reason}`,
    hint: 'run `supops status`',
    // Not the axios error itself: it carries the request with its headers.
    cause: answer ? undefined : messageOf(cause),
  });
}

const excerpt = (data: unknown): string => (typeof data === 'string' ? data : JSON.stringify(data)).slice(0, 300);
