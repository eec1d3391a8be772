import { describe, expect, it } from 'vitest';
import { absentSelectors, isPresent, requiredSeries, selectorsOf } from './series.js';

describe('requiredSeries', () => {
  const needs = (selector: string) => ({ kind: 'selector', selector });
  it.each([
    ['up == 0', needs('up')],
    [
      'min(mysql_up == 0 or probe_success{job="db-tcp"} == 0)',
      { kind: 'any', of: [needs('mysql_up'), needs('probe_success{job="db-tcp"}')] },
    ],
    ['sum(rate(a{x="1"}[5m] offset 1h)) / sum(rate(b[5m])) > 0.05', { kind: 'all', of: [needs('a{x="1"}'), needs('b')] }],
    ['desired unless on (service) container_start_time_seconds', needs('desired')],
    ['a > 1 and on (x) (b or c)', { kind: 'all', of: [needs('a'), { kind: 'any', of: [needs('b'), needs('c')] }] }],
    ['rate(a[2m]) > 1 and rate(a[1m]) > 1', needs('a')],
    ['absent(up{job="api"})', { kind: 'all', of: [] }],
    ['absent_over_time(up[5m]) and a', needs('a')],
    ['vector(1)', { kind: 'all', of: [] }],
    ['sum(a) or vector(0)', { kind: 'all', of: [] }],
    ['time() - max(a) > 60', needs('a')],
    ['histogram_quantile(0.9, sum by (le) (rate(a_bucket[5m]))) > 1', needs('a_bucket')],
    ['max_over_time(rate(a[5m])[1h:1m]) > scalar(b)', { kind: 'all', of: [needs('a'), needs('b')] }],
    ['a{\n  x="1",\n  y="2"\n}', needs('a{ x="1", y="2" }')],
    ['(((', { kind: 'all', of: [] }],
  ])('of %s', (expr, requirement) => expect(requiredSeries(expr)).toEqual(requirement));
});

describe('presence', () => {
  const database = requiredSeries('mysql_up == 0 or probe_success{job="db-tcp"} == 0');

  it('of any is given by one of them', () => {
    expect(isPresent(database, (selector) => selector === 'mysql_up')).toBe(true);
    expect(isPresent(database, () => false)).toBe(false);
  });

  it('of all needs each', () => {
    const ratio = requiredSeries('a / b');
    expect(isPresent(ratio, (selector) => selector === 'a')).toBe(false);
    expect(absentSelectors(ratio, (selector) => selector === 'a')).toEqual(['b']);
  });

  it('blames every alternative when none is there, and nothing when one is', () => {
    expect(absentSelectors(database, () => false)).toEqual(['mysql_up', 'probe_success{job="db-tcp"}']);
    expect(absentSelectors(database, (selector) => selector === 'mysql_up')).toEqual([]);
    expect(selectorsOf(database)).toEqual(['mysql_up', 'probe_success{job="db-tcp"}']);
  });
});
