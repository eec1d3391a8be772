import type { Milliseconds } from '../../../core/time.js';
import { fetchFailure, fetchOnce } from '../../fetch-once.js';

const ANSWER_TIMEOUT_MS: Milliseconds = 2_000;

/** GET answers with 2xx. @returns the reason why not, or `undefined`. Rejects only when aborted, with the signal's reason. */
export async function probeHttp(url: URL, signal: AbortSignal): Promise<string | undefined> {
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  try {
    const { ok, status, body } = await fetchOnce(url, { signal: AbortSignal.any([signal, timeout]) });
    await body?.cancel();
    return ok ? undefined : `GET ${url.pathname} answered ${status}`;
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) return `GET ${url.pathname} did not answer within ${ANSWER_TIMEOUT_MS / 1_000} s`;
    return `GET ${url.pathname}: ${fetchFailure(error)}`;
  }
}
