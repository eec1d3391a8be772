import axios from 'axios';
import { messageOf } from '../../core/errors.js';
import type { Milliseconds } from '../../core/time.js';
import type { HttpAnswer } from '../conditions/read.js';

/** On top of the time that an answer may take, so that one that comes late is seen to come late. */
const MARGIN_MS: Milliseconds = 500;
const MAX_BYTES = 16 * 1024 * 1024;

/** Requests a path once, as a browser would but without following redirections. Never rejects: what is no answer says why. */
export async function probe(base: URL, path: string, withinMs: Milliseconds): Promise<HttpAnswer> {
  const startedAt = performance.now();
  try {
    const { status } = await axios.get(`${base.origin}${path}`, {
      timeout: withinMs + MARGIN_MS,
      // Bounds the time to connect as well.
      signal: AbortSignal.timeout(withinMs + MARGIN_MS),
      proxy: false,
      maxRedirects: 0,
      maxContentLength: MAX_BYTES,
      responseType: 'text',
      validateStatus: () => true,
    });
    return { status, tookMs: performance.now() - startedAt };
  } catch (error) {
    const late = axios.isCancel(error) || (axios.isAxiosError(error) && error.code === 'ECONNABORTED');
    return {
      status: undefined,
      reason: late ? `nothing within ${withinMs + MARGIN_MS} ms` : messageOf(error) || 'unreachable',
    };
  }
}
