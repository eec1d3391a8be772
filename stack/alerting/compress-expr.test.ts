import { describe, expect, it } from 'vitest';
import { compressExpr } from './compress-expr.js';
import { makeFloorLog } from './floors.js';

const times = { scrapeMs: 15_000, scrapeTimeoutMs: 10_000, evaluationMs: 15_000 };
const at60 = (expr: string) => compressExpr(expr, { speed: 60, times });

describe('compressExpr divides by the speed', () => {
  it.each([
    ['rate(a[10m])', 'rate(a[10s])'],
    ['rate(a[ 1h30m ])', 'rate(a[ 1m30s ])'],
    ['max_over_time(rate(a[10m])[1h:10m])', 'max_over_time(rate(a[10s])[1m:10s])'],
    ['max_over_time(up[1h:])', 'max_over_time(up[1m:])'],
    ['a offset 1h', 'a offset 1m'],
    ['a offset -5m', 'a offset -5s'],
    ['rate(a[10m] offset 1d) / rate(a[10m])', 'rate(a[10s] offset 24m) / rate(a[10s])'],
    ['predict_linear(a[1h], 14400) < 0', 'predict_linear(a[1m], 240) < 0'],
    ['predict_linear(a[1h], 4 * 3600) < 0', 'predict_linear(a[1m], (4 * 3600) / 60) < 0'],
    ['predict_linear(a[1h], 4h) < 0', 'predict_linear(a[1m], 4m) < 0'],
    ['rate(a[600])', 'rate(a[10s])'],
    ['rate(a[5m * 2])', 'rate(a[5s * 2])'],
    ['holt_winters(a[10m], 0.5, 0.5)', 'holt_winters(a[10s], 0.5, 0.5)'],
    ['sum by (le) (rate(a[10m])) # [10m] offset 1h\n  > 5', 'sum by (le) (rate(a[10s])) # [10m] offset 1h\n  > 5'],
  ])('%s → %s', (expr, compressed) => expect(at60(expr)).toBe(compressed));
});

describe('compressExpr leaves alone', () => {
  it.each([
    ['time stamps', 'a @ 1609746000'],
    ['texts', 'label_replace(up, "a", "[10m] offset 1h", "b", "(.*)[5m]")'],
    ['label values', 'a{window="[10m]", path=~"/x offset 5m"}'],
    ['numbers', 'time() - a > 3600'],
    ['what it cannot parse', 'rate(a[$__rate_interval]) > [10m]'],
    ['nothing', ''],
  ])('%s', (_, expr) => expect(at60(expr)).toBe(expr));

  it('everything at speed 1', () =>
    expect(compressExpr('rate(a[30s])', { speed: 1, times: { ...times, scrapeMs: 60_000 } })).toBe('rate(a[30s])'));
});

describe('floors', () => {
  it('keeps four scrapes in a range and says so', () => {
    const floors = makeFloorLog(60);
    expect(compressExpr('rate(a[2m]) + rate(b[10m])', { speed: 60, times, floors, rule: 'web/Errors' })).toBe(
      'rate(a[4s]) + rate(b[10s])',
    );
    expect(floors.list()).toEqual([{ what: 'range', of: 'web/Errors', writtenMs: 120_000, askedMs: 2_000, heldMs: 4_000 }]);
  });

  it('takes the scrape interval of the speed when that is above its floor', () =>
    expect(compressExpr('rate(a[2m])', { speed: 3, times })).toBe('rate(a[40s])'));

  it('never makes a range longer than production has it', () =>
    expect(compressExpr('rate(a[30s])', { speed: 2, times })).toBe('rate(a[30s])'));

  it('keeps the step of a subquery at one evaluation', () =>
    expect(at60('max_over_time(up[10m:30s])')).toBe('max_over_time(up[10s:1s])'));
});
