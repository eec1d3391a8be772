import { Agent } from 'node:http';
import axios, { type AxiosInstance } from 'axios';
import type { z } from 'zod';
import { EXIT, messageOf, SupopsError } from '../../core/errors.js';

/** An endpoint that does not answer a query within this time is unreachable. */
const TIMEOUT_MS = 2_000;

/** What is asked, and the shape of a clear answer. */
export interface Question<T> {
  readonly path: string;
  readonly shape: z.ZodType<T>;
  readonly query?: Readonly<Record<string, string | number>>;
}

/** GET and PUT of JSON at one endpoint. Rejects with `endpoint-unreachable` or `query-failed` (exit 4) if the answer is not whole and of its shape. */
export interface JsonClient {
  get<T>(question: Question<T>): Promise<T>;
  put<T>(question: Question<T>, body: unknown): Promise<T>;
}

/** A client of the endpoint; `name` is used in errors. */
export function jsonClient(name: string, base: URL, token?: string): JsonClient {
  const http: AxiosInstance = axios.create({
    baseURL: base.href,
    timeout: TIMEOUT_MS,
    // Never through a proxy from the environment: endpoints are published on loopback or named explicitly.
    proxy: false,
    // Whoever answers from elsewhere is not who was asked.
    maxRedirects: 0,
    httpAgent: new Agent({ keepAlive: true, maxSockets: 8 }),
    maxContentLength: 64 * 1024 * 1024,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const ask = async <T>({ path, shape }: Question<T>, request: Promise<{ data: unknown }>): Promise<T> => {
    const answer = await request.catch((cause: unknown) => {
      throw requestError(name, base, path, cause);
    });
    const parsed = shape.safeParse(answer.data);
    if (parsed.success) return parsed.data;
    throw shapeError(name, base, path, parsed.error);
  };
  // axios' own timeout begins anew with each byte that arrives.
  const inTime = () => ({ signal: AbortSignal.timeout(TIMEOUT_MS) });
  return {
    get: (question) => ask(question, http.get(question.path, { ...inTime(), params: question.query ?? {} })),
    put: (question, body) => ask(question, http.put(question.path, body, inTime())),
  };
}

function shapeError(name: string, base: URL, path: string, { issues }: z.ZodError): SupopsError {
  const [issue] = issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  return new SupopsError({
    code: 'query-failed',
    exitCode: EXIT.unavailable,
    message: `${name} at ${base.origin}${path} answered something unexpected${where}: ${issue?.message ?? 'no JSON'}`,
    hint: 'is this the program that it should be, in a version that supops knows? `supops status` names the addresses',
  });
}

function requestError(name: string, base: URL, path: string, cause: unknown): SupopsError {
  const response = axios.isAxiosError(cause) ? cause.response : undefined;
  // One that broke off has a status and no data.
  const answer = response?.data === undefined ? undefined : response;
  const reason = answer
    ? `HTTP ${answer.status}: ${excerpt(answer.data)}`
    : axios.isCancel(cause)
      ? `no whole answer within ${TIMEOUT_MS} ms`
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
