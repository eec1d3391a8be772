import { describe, expect, it, vi } from 'vitest';
import { eventLoopFamilies, watchEventLoop } from './event-loop.js';
import { expose } from './exposition.js';

describe('eventLoopFamilies', () => {
  it('reports delays in seconds, under the names that prom-client gives them', () => {
    expect(
      expose(eventLoopFamilies({ count: 3, p50: 10_100_000, p99: 12_000_000, max: 1_500_000_000 })),
    ).toBe(`# HELP nodejs_eventloop_lag_p50_seconds Delay of the event loop, p50.
# TYPE nodejs_eventloop_lag_p50_seconds gauge
nodejs_eventloop_lag_p50_seconds 0.0101
# HELP nodejs_eventloop_lag_p99_seconds Delay of the event loop, p99.
# TYPE nodejs_eventloop_lag_p99_seconds gauge
nodejs_eventloop_lag_p99_seconds 0.012
# HELP nodejs_eventloop_lag_max_seconds Delay of the event loop, max.
# TYPE nodejs_eventloop_lag_max_seconds gauge
nodejs_eventloop_lag_max_seconds 1.5
`);
  });

  it('says nothing when nothing was measured', () => {
    expect(expose(eventLoopFamilies({ count: 0, p50: 0, p99: 0, max: 0 }))).toBe('');
  });
});

describe('watchEventLoop', () => {
  it('starts over after each report', async () => {
    const watch = watchEventLoop();
    await vi.waitFor(() => expect(expose(watch.families())).toContain('nodejs_eventloop_lag_max_seconds'));
    expect(expose(watch.families())).toBe('');
    watch.close();
  });
});
