import { expect, test } from 'vitest';
import { expressionLabels } from './expression-labels.js';

const shown = (expr: string): string => {
  const { kind, names } = expressionLabels(expr);
  return kind === 'only' ? [...names].sort().join(' ') : `all except ${[...names].sort().join(' ')}`.trim();
};

test.each([
  ['up == 0', 'all except'],
  ['vector(1)', ''],
  ['max(up) == 0', ''],
  ['sum by (job, service) (rate(x[5m])) > 1', 'job service'],
  ['sum(rate(x[5m])) by (job) > 1', 'job'],
  ['sum without (instance) (x)', 'all except instance'],
  ['sum by (a) (sum by (b) (x))', ''],
  ['topk(3, x)', 'all except'],
  ['topk(3, sum by (a) (x))', 'a'],
  ['count_values("version", x)', 'version'],
  ['histogram_quantile(0.95, sum by (le, route) (rate(x_bucket[5m])))', 'route'],
  ['label_replace(max(x), "dst", "$1", "src", "(.*)")', 'dst'],
  ['absent(up{job="api", zone=~"a|b"})', 'job'],
  ['absent_over_time(up{job="api"}[5m])', 'job'],
  ['max by (a) (x) and on () y', 'a'],
  ['max by (a) (x) unless y', 'a'],
  ['max by (a) (x) or max by (b) (y)', 'a b'],
  ['max by (a) (x) or y', 'all except'],
  ['x / on (a, b) y', 'a b'],
  ['x / ignoring (status) y', 'all except status'],
  ['x * on (a) group_left (team) y', 'all except'],
  ['max by (a) (x) * on (a) group_left (team) y', 'a team'],
  ['x * on (a) group_right () max by (a, c) (y)', 'a c'],
  ['time() - max by (pod) (x) > 60', 'pod'],
  ['0.05 < max by (pod) (x)', 'pod'],
  ['max_over_time((sum by (a) (x))[10m:1m]) > 3', 'a'],
  ['-max by (a) (x)', 'a'],
  ['max by (a) (x offset 5m)', 'a'],
  ['scalar(x) * max by (a) (y)', 'a'],
  ['info(max(x))', 'all except'],
  ['this is ( not valid', 'all except'],
])('the result of %s may carry: %s', (expr, labels) => {
  expect(shown(expr)).toBe(labels);
});
