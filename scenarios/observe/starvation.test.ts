import { expect, test } from 'vitest';
import { watchStarvation } from './starvation.js';

test('a delayed event loop, and running tasks on this machine, are detected', async () => {
  const watch = watchStarvation();
  try {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const until = performance.now() + 150;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { eventLoopLagMs, loadPerCpu } = watch.sofar();
    expect(eventLoopLagMs.max).toBeGreaterThan(80);
    expect(eventLoopLagMs.p99).toBeLessThanOrEqual(eventLoopLagMs.max);
    expect(loadPerCpu).toBeGreaterThanOrEqual(0);
    expect(loadPerCpu).toBeLessThan(1_000);
  } finally {
    watch.stop();
  }
});
