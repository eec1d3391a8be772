import { get } from 'node:http';
import type { Milliseconds } from '../../../core/time.js';
import { lookupService } from '../runtime/lookup.js';
import type { Outcome } from './tally.js';

/** From the look-up of the name to the end of the answer; longer than the shop takes to give up, so that its refusals are seen as such. */
const TIMEOUT_MS: Milliseconds = 5_000;

/**
 * One request, like that of a first-time visitor: the name is looked up and a connection made, which ends with the answer.
 * Never rejects.
 *
 * Node's own client, because it does just this. Those made for many requests on a few connections (autocannon, undici) do it only against
 * their nature, and cost 8 and 19 MiB more.
 */
export function visit(url: string): Promise<Outcome> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const start = performance.now();
  return new Promise((resolve) => {
    const onError = () => resolve(signal.aborted ? { kind: 'timeout', durationMs: TIMEOUT_MS } : { kind: 'broken' });
    const options = { agent: false, lookup: lookupService, signal, headers: { 'user-agent': 'supops-visitor' } };
    const request = get(url, options, (answer) => {
      const { statusCode: status = 0 } = answer;
      answer.on('end', () => resolve({ kind: 'answer', status, durationMs: performance.now() - start }));
      answer.on('error', onError);
      answer.resume();
    });
    request.on('error', onError);
  });
}
