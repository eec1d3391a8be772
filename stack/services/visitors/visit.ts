import autocannon from 'autocannon';
import type { Milliseconds } from '../../../core/time.js';
import type { Outcome } from './tally.js';

const TIMEOUT_SECONDS = 2;
const TIMEOUT_MS: Milliseconds = TIMEOUT_SECONDS * 1_000;

/** autocannon's own statistics are not used: its three histograms a run would cost more than the requests. */
const NO_HISTOGRAM = {
  __custom: true,
  recordValue: () => {},
  recordValueWithExpectedInterval: () => {},
  reset: () => {},
  destroy: () => {},
};

/**
 * Sends one request to each URL, all at once, each as a visitor who comes for the first time: the name is looked up and a connection made.
 * `onOutcome` is called exactly once for each.
 *
 * One autocannon run of as many connections as requests, because a long run answers a refused connection by connecting again at once
 * and without end, counts each of these as a request, drops a request whose connection was closed, and must be restarted to change its rate.
 */
export function visit(urls: readonly string[], onOutcome: (outcome: Outcome) => void): void {
  let open = urls.length;
  const report = (outcome: Outcome) => {
    if (open === 0) return;
    open -= 1;
    onOutcome(outcome);
  };
  const options = {
    url: [...urls],
    connections: urls.length,
    amount: urls.length,
    timeout: TIMEOUT_SECONDS,
    sampleInt: 250,
    skipAggregateResult: true,
    histograms: { latencies: NO_HISTOGRAM, requests: NO_HISTOGRAM, throughput: NO_HISTOGRAM },
    headers: { 'user-agent': 'supops-visitor' },
  } as unknown as autocannon.Options;
  const run = autocannon(options, () => {
    // A connection that was closed without an answer is not reported by any event.
    while (open > 0) report({ kind: 'broken' });
  });
  run.on('response', (_client, status, _bytes, durationMs) => report({ kind: 'answer', status, durationMs }));
  run.on('reqError', (error: Error) =>
    report(error.message === 'request timed out' ? { kind: 'timeout', durationMs: TIMEOUT_MS } : { kind: 'broken' }),
  );
}
