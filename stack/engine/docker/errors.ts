import { withDeadline } from '../../../core/deadline.js';
import { EXIT, SupopsError } from '../../../core/errors.js';
import type { Milliseconds } from '../../../core/time.js';

/** What dockerode rejects with: an HTTP answer that is not a success, or a system error of the connection. */
interface Failure {
  readonly statusCode?: number;
  readonly json?: unknown;
  readonly code?: string;
  readonly message?: string;
}

const asFailure = (error: unknown): Failure => (typeof error === 'object' && error !== null ? (error as Failure) : {});

/** HTTP status of an answer that dockerode turned into an error. */
export const statusOf = (error: unknown): number | undefined => asFailure(error).statusCode;

/** What the engine said, without dockerode's frame around it. */
export function reasonOf(error: unknown): string {
  const { json, message, code } = asFailure(error);
  const said = typeof json === 'object' && json !== null ? (json as { message?: unknown }).message : undefined;
  if (typeof said === 'string') return said.trim();
  // When several addresses of a host failed, Node's error has a code and no message.
  return (message?.replace(/^\(HTTP code \d+\) [^-]* - /, '') || code || String(error)).trim();
}

const CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EACCES',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
]);

// The first match wins. Sources: moby/api/server, daemon/errors.go and libnetwork's port allocator, 20.10 to 28.
const CODES: readonly (readonly [code: string, matches: (status: number, reason: string) => boolean])[] = [
  ['image-not-found', (status, reason) => status === 404 && /no such image/i.test(reason)],
  ['not-found', (status) => status === 404],
  [
    'not-running',
    (status, reason) => (status === 409 || status === 500) && /is not running|is paused|is restarting/i.test(reason),
  ],
  ['conflict', (status, reason) => status === 409 || (status === 403 && /active endpoints/.test(reason))],
  ['port-taken', (_, reason) => /port is already allocated|address already in use|ports are not available/i.test(reason)],
  ['engine-rejected', (status) => status >= 400 && status < 500],
  ['engine-failed', () => true],
];

const HINTS: Readonly<Record<string, string>> = {
  'engine-unreachable': 'see whether the engine still runs: docker info',
  'engine-failed': "see the engine's own log, e.g. journalctl -u docker",
  'port-taken': 'stop what listens there, or run `supops up` again: it then takes a free port',
};

/**
 * The one place where an engine's answer becomes an error of ours. Codes: `not-found`, `image-not-found`, `conflict`, `not-running`,
 * `port-taken`, `engine-rejected` (other 4xx), `engine-failed` (5xx), `engine-unreachable` (no answer). Aborts and errors of ours pass.
 */
export function translate(action: string, error: unknown): unknown {
  if (error instanceof SupopsError || (error instanceof Error && error.name === 'AbortError')) return error;
  const { statusCode, code: system } = asFailure(error);
  const code = codeOf(statusCode, system, reasonOf(error));
  const hint = HINTS[code];
  return new SupopsError({
    code,
    exitCode: EXIT.unavailable,
    message: `cannot ${action}: ${reasonOf(error)}`,
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });
}

function codeOf(status: number | undefined, system: string | undefined, reason: string): string {
  if (status === undefined) {
    const lost = (system !== undefined && CONNECTION.has(system)) || /socket hang up|aborted|premature close/i.test(reason);
    return lost ? 'engine-unreachable' : 'engine-failed';
  }
  return CODES.find(([, matches]) => matches(status, reason))?.[0] ?? 'engine-failed';
}

/** How long a plain request may take: an engine that hangs must not hang its users. */
const ANSWER_MS: Milliseconds = 60_000;

/** For what has no time limit: streams, imports, the wait for an end. */
export const UNLIMITED: Milliseconds = Number.POSITIVE_INFINITY;

/**
 * Awaits a request; a failure becomes an error of ours, and so does silence (`engine-unreachable`). `action` is a verb phrase: `start supops-db`.
 */
export async function ask<T>(action: string, request: Promise<T>, limitMs: Milliseconds = ANSWER_MS): Promise<T> {
  try {
    return await withDeadline(request, limitMs, () => silent(action, limitMs));
  } catch (error) {
    throw translate(action, error);
  }
}

/** As `ask`, but answers with one of these HTTP statuses are success, returned as `undefined`. */
export async function askUnless<T>(
  statuses: readonly number[],
  action: string,
  request: Promise<T>,
  limitMs: Milliseconds = ANSWER_MS,
): Promise<T | undefined> {
  const answer = request.catch((error) => {
    if (statuses.includes(statusOf(error) ?? 0)) return undefined;
    throw error;
  });
  return ask(action, answer, limitMs);
}

const silent = (action: string, limitMs: Milliseconds) =>
  new SupopsError({
    code: 'engine-unreachable',
    exitCode: EXIT.unavailable,
    message: `cannot ${action}: the engine has not answered for ${limitMs / 1_000} s`,
    hint: HINTS['engine-unreachable'] as string,
  });

/** The form in which ids are shown to people; names stay whole. */
export const shortId = (id: string): string => (/^[0-9a-f]{64}$/.test(id) ? id.slice(0, 12) : id);
