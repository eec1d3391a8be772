import { describe, expect, it } from 'vitest';
import { windowFillOf } from './window-fill.js';

describe('windowFillOf', () => {
  const ratio = 'sum(rate(e[10m])) / sum(rate(r[10m]))';
  it.each([
    ['up == 0', 0, 0],
    [`${ratio} > 0.05`, 30, 600],
    [`0.05 < ${ratio}`, 30, 600],
    [`100 * ${ratio} > 5`, 30, 600],
    [`(${ratio}) * 100 > 5`, 30, 600],
    [`${ratio} > (14.4 * 0.001)`, 8.64, 600],
    [`${ratio} > 0.05 and sum(rate(r[10m])) > 1`, 30, 600],
    [`${ratio} > 0.05 and sum(rate(e[1h])) / sum(rate(r[1h])) > 0.05`, 180, 3600],
    [`${ratio} > 0.05 or up == 0`, 0, 600],
    ['rate(x_seconds_sum[10m]) / rate(x_seconds_count[10m]) > 0.5', 0, 600],
    ['histogram_quantile(0.95, sum by (le) (rate(b[10m]))) > 1', 30, 600],
    ['avg_over_time(up[10m]) < 0.9', 60, 600],
    ['avg_over_time(memory[10m]) < 5', 0, 600],
    ['max_over_time(probe_success[10m]) == 0', 600, 600],
    ['absent_over_time(up[10m])', 600, 600],
    ['min(avg_over_time(up[10m]) < 0.5 or mysql_up == 0)', 0, 600],
    ['changes(x[10m]) >= 3', 0, 600],
    ['a unless rate(b[10m]) > 0', 0, 600],
    ['rate(a[1h]) > 0.05 unless rate(b[10m]) > 0', 0, 3600],
    ['max_over_time(rate(x[10m])[1h:1m]) > 5', 0, 4200],
    ['predict_linear(disk[6h], 4 * 3600) < 0', 0, 21_600],
    ['memory > 1.1 * (memory offset 10m)', 0, 600],
    ['memory > 1.1 * (memory offset -10m)', 0, 0],
    [`sum(rate(e[10m])) / (sum(rate(r[10m] offset 1h))) > 0.05`, 30, 4_200],
    ['max by (a) (predict_linear(m[10m], 3600) > limit and m > 1.1 * (m offset 10m) and s == (s offset 20m))', 0, 1_200],
    ['time() - last_backup > 3600', 0, 3_600],
    ['3600 < time() - last_backup', 0, 3_600],
    ['time() - started < 600', 0, 0],
    ['quantile_over_time(0.9, lag[10m]) > 1', 0, 600],
    ['sum(increase(restarts[10m])) >= 3', 0, 600],
    ['rate(x[10m', 0, 0],
  ])('of %s is %d s at best and %d s at worst', (expr, best, worst) => {
    const { bestMs, worstMs } = windowFillOf(expr);
    expect([Math.round(bestMs) / 1_000, worstMs / 1_000]).toEqual([best, worst]);
  });
});
