import { describe, expect, it } from 'vitest';
import { windowDrainOf } from './window-drain.js';

describe('windowDrainOf', () => {
  const ratio = 'sum(rate(e[10m])) / sum(rate(r[10m]))';
  it.each([
    ['up == 0', 0, 0],
    [`${ratio} > 0.05`, 0, 600],
    [`100 * ${ratio} > 5`, 0, 600],
    ['histogram_quantile(0.95, sum by (le) (rate(b[10m]))) > 1', 0, 600],
    ['rate(x_seconds_sum[10m]) / rate(x_seconds_count[10m]) > 0.5', 0, 600],
    ['avg_over_time(up[10m]) < 0.9', 0, 600],
    ['increase(restarts[10m]) > 0', 0, 600],
    ['changes(x[10m]) >= 3', 0, 600],

    // One good sample is enough.
    ['max_over_time(probe_success[10m]) == 0', 0, 0],
    ['max by (job) (max_over_time(up[10m])) < 1', 0, 0],
    ['1 > max_over_time(up[10m])', 0, 0],
    ['max_over_time(memory[10m]) <= 5', 0, 0],
    ['min_over_time(memory[10m]) > 5', 0, 0],
    ['absent_over_time(up[10m])', 0, 0],
    ['last_over_time(memory[10m]) > 5', 0, 0],
    ['rate(requests[10m]) == 0', 0, 0],
    ['sum(increase(requests[10m])) == 0', 0, 0],

    // One bad sample is enough.
    ['min_over_time(up[10m]) == 0', 600, 600],
    ['sum(min_over_time(up[10m])) < 2', 600, 600],
    ['min_over_time(memory[10m]) < 5', 0, 600],
    ['max_over_time(memory[10m]) > 5', 0, 600],

    // Not as plain as it looks.
    ['max_over_time(state[10m]) == 0', 0, 600],
    ['rate(requests[10m]) < 1', 0, 600],
    ['5 - max_over_time(up[10m]) > 4', 0, 600],
    ['max_over_time(up[10m:1m]) == 0', 0, 600],
    ['max_over_time(up[10m]) - avg_over_time(up[1h]) < 0', 0, 3600],
    ['max_over_time(rate(x[10m])[1h:1m]) > 5', 0, 4200],

    [`${ratio} > 0.05 and sum(rate(r[1h])) > 1`, 0, 3600],
    [`${ratio} > 0.05 and max_over_time(up[1h]) == 0`, 0, 600],
    ['min_over_time(up[10m]) == 0 and min_over_time(up[1h]) == 0', 600, 600],
    [`${ratio} > 0.05 and (${ratio.replaceAll('10m', '1h').replace(' / ', '\n  / ')} > 0.05)`, 0, 600],
    [`${ratio} > 0.05 and ${ratio.replaceAll('10m', '1h')} > 0.01`, 0, 3600],
    ['rate(x[10m]) > 1 and rate(x[1h] offset 1h) > 1', 0, 7200],
    ['rate(x[10m]) > 1 or rate(x[1h]) > 1', 0, 3600],
    ['min_over_time(up[10m]) == 0 or up == 0', 0, 600],
    ['min(min_over_time(up[10m]) == 0 or min_over_time(up[5m]) == 0)', 300, 600],
    ['a unless rate(b[10m]) > 0', 0, 600],
    ['min_over_time(up[10m]) == 0 unless b', 0, 600],
    ['rate(x[10m', 0, 0],
  ])('of %s is %d s at best and %d s at worst', (expr, best, worst) => {
    const { bestMs, worstMs } = windowDrainOf(expr);
    expect([bestMs / 1_000, worstMs / 1_000]).toEqual([best, worst]);
  });
});
